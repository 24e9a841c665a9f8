using System.Numerics;
using System.Runtime.InteropServices;

namespace OrderBookSilo.Core.Numbers;

/// <summary>Converts scaled Int64 numbers from one scale to another.</summary>
internal static class Int64PowersOfTen
{
    /// <summary>The largest power of ten that fits Int64.</summary>
    public const int ExponentMax = 18;

    private static readonly long[] Powers = Geometric(10);

    /// <summary>Inverses of 5^k modulo 2^64: an exact quotient by 10^k is a shift and a multiplication.</summary>
    private static readonly long[] InversesOfFive = Geometric(unchecked((long)0xCCCCCCCCCCCCCCCD));

    public static long Of(int exponent) => Powers[exponent];

    /// <summary>value × 10^exponent; false when it does not fit Int64.</summary>
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

    /// <summary>Whether every value times 10^exponent fits Int64.</summary>
    public static bool CanMultiply(ReadOnlySpan<long> values, int exponent)
    {
        if (exponent <= 0)
        {
            return true;
        }

        foreach (var value in values)
        {
            if (!TryMultiply(value, exponent, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Multiplies every value by 10^exponent; none of them may overflow. The spans may be the same.</summary>
    public static void Multiply(ReadOnlySpan<long> values, int exponent, Span<long> products)
    {
        var power = Of(exponent);
        for (var i = 0; i < values.Length; i++)
        {
            products[i] = values[i] * power;
        }
    }

    /// <summary>Divides every value by 10^exponent; all of them must be multiples of it. The spans may be the same.</summary>
    public static void DivideExactly(ReadOnlySpan<long> values, int exponent, Span<long> quotients)
    {
        if (exponent == 0)
        {
            values.CopyTo(quotients);
            return;
        }

        var inverse = InversesOfFive[exponent];
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
        var quotientVectors = MemoryMarshal.Cast<long, Vector<long>>(quotients);
        for (var i = 0; i < vectors.Length; i++)
        {
            quotientVectors[i] = Vector.ShiftRightArithmetic(vectors[i], exponent) * inverse;
        }

        for (var i = vectors.Length * Vector<long>.Count; i < values.Length; i++)
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
