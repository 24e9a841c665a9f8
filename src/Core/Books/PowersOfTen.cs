namespace OrderBookSilo.Core.Books;

/// <summary>Moving scaled Int64 numbers from one scale to another.</summary>
internal static class PowersOfTen
{
    /// <summary>The largest power of ten that fits Int64.</summary>
    public const int ExponentMax = 18;

    private static readonly long[] Powers = Geometric(10);

    /// <summary>Inverses of 5^k modulo 2^64: an exact quotient by 10^k is a shift and a multiplication.</summary>
    private static readonly long[] InversesOfFive = Geometric(unchecked((long)0xCCCCCCCCCCCCCCCD));

    public static long Of(int exponent) => Powers[exponent];

    public static bool TryMultiply(long value, int exponent, out long product)
    {
        product = 0;
        if (exponent > ExponentMax)
        {
            return value == 0;
        }

        var high = Math.BigMul(value, Powers[exponent], out product);
        return high == product >> 63;
    }

    /// <summary>Multiplies every value by 10^exponent; false when one of them overflows. The spans may be the same.</summary>
    public static bool TryMultiply(ReadOnlySpan<long> values, int exponent, Span<long> products)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!TryMultiply(values[i], exponent, out products[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Divides every value by 10^exponent; all of them must be multiples of it.</summary>
    public static void DivideExactly(ReadOnlySpan<long> values, int exponent, Span<long> quotients)
    {
        if (exponent == 0)
        {
            values.CopyTo(quotients);
            return;
        }

        var inverse = InversesOfFive[exponent];
        for (var i = 0; i < quotients.Length; i++)
        {
            quotients[i] = unchecked((values[i] >> exponent) * inverse);
        }
    }

    private static long[] Geometric(long factor)
    {
        var powers = new long[ExponentMax + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = unchecked(powers[i - 1] * factor);
        }

        return powers;
    }
}
