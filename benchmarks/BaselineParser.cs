using System.Text.Json;

namespace OrderBookSilo.Benchmarks;

/// <summary>
/// A parser as one would write it by hand on <see cref="Utf8JsonReader"/>: the same columns of integers at 8 decimals, no string or
/// decimal per level, checked for order, signs and crossing. It does not check range, malformed numbers or repeated fields, which
/// favours it.
/// </summary>
internal static class BaselineParser
{
    private const int Scale = 8;

    public static long[][] Parse(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var columns = new long[4][];
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var side = reader.ValueTextEquals("bids"u8) ? 0 : reader.ValueTextEquals("asks"u8) ? 2 : -1;
            reader.Read();
            if (side >= 0)
            {
                ReadLevels(ref reader, out columns[side], out columns[side + 1]);
            }
        }

        return AreOrdered(columns[0], columns[1], -1) && AreOrdered(columns[2], columns[3], +1) && columns[0][0] < columns[2][0]
            ? columns
            : throw new InvalidDataException("no book");
    }

    private static bool AreOrdered(long[] prices, long[] quantities, int direction)
    {
        for (var i = 0; i < prices.Length; i++)
        {
            if (prices[i] <= 0 || quantities[i] <= 0 || (i > 0 && (prices[i] - prices[i - 1]) * direction <= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static void ReadLevels(ref Utf8JsonReader reader, out long[] prices, out long[] quantities)
    {
        prices = new long[8192];
        quantities = new long[8192];
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (count == prices.Length)
            {
                Array.Resize(ref prices, count * 2);
                Array.Resize(ref quantities, count * 2);
            }

            reader.Read();
            prices[count] = Number(reader.ValueSpan);
            reader.Read();
            quantities[count++] = Number(reader.ValueSpan);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
            }
        }

        Array.Resize(ref prices, count);
        Array.Resize(ref quantities, count);
    }

    private static long Number(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            long value = 0;
            var decimals = -1;
            foreach (var character in text)
            {
                if (character == '.')
                {
                    decimals = 0;
                    continue;
                }

                value = value * 10 + (character - '0');
                decimals += decimals >= 0 ? 1 : 0;
            }

            for (var i = Math.Max(decimals, 0); i < Scale; i++)
            {
                value *= 10;
            }

            return value;
        }
    }
}
