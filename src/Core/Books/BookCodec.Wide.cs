namespace OrderBookSilo.Core.Books;

/// <summary>The ladders of a book with a number that needs more than 64 bits: the same differences, up to 128 bits long.</summary>
public static partial class BookCodec
{
    private static bool IsWide(OrderBook book) => book.Bids.IsWide || book.Asks.IsWide;

    private static void WriteWideLadder(Span<byte> buffer, ref int position, Ladder ladder, int direction)
    {
        Varint.Write(buffer, ref position, (ulong)ladder.Count);
        for (var i = 0; i < ladder.Count; i++)
        {
            var difference = i == 0 ? ladder.Prices[0] : (ladder.Prices[i] - ladder.Prices[i - 1]) * direction;
            Varint.WriteWide(buffer, ref position, (UInt128)(difference - 1));
        }

        for (var i = 0; i < ladder.Count; i++)
        {
            Varint.WriteWide(buffer, ref position, (UInt128)(ladder.Quantities[i] - 1));
        }
    }

    private static Ladder? ReadWideLadder(ReadOnlySpan<byte> content, ref int position, int direction, int count, bool isWhole)
    {
        var (prices, quantities) = (new Int128[count], new Int128[count]);
        for (var i = 0; i < count; i++)
        {
            if (!TryReadWidePositive(content, ref position, out var difference))
            {
                return null;
            }

            // A sum beyond Int128 wraps to a negative number.
            prices[i] = unchecked(i == 0 ? difference : prices[i - 1] + difference * direction);
            if (prices[i] <= 0)
            {
                return null;
            }
        }

        for (var i = 0; i < count; i++)
        {
            if (!TryReadWidePositive(content, ref position, out quantities[i]))
            {
                return null;
            }
        }

        return Array.TrueForAll(prices, IsWord) && Array.TrueForAll(quantities, IsWord)
            ? new Ladder(Array.ConvertAll(prices, price => (long)price), Array.ConvertAll(quantities, quantity => (long)quantity), count, isWhole)
            : new Ladder(prices, quantities, count, isWhole);
    }

    private static bool TryReadWidePositive(ReadOnlySpan<byte> content, ref int position, out Int128 value)
    {
        var isRead = Varint.TryReadWide(content, ref position, out var lessOne) && lessOne < (UInt128)Int128.MaxValue;
        value = isRead ? (Int128)lessOne + 1 : 0;
        return isRead;
    }

    private static bool IsWord(Int128 value) => value <= long.MaxValue;
}
