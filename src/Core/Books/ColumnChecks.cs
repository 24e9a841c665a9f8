using System.Numerics;
using System.Runtime.InteropServices;

namespace OrderBookSilo.Core.Books;

/// <summary>Vectorised checks over whole columns.</summary>
internal static class ColumnChecks
{
    public static bool ArePositive<T>(ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        if (typeof(T) == typeof(long))
        {
            return ArePositive(MemoryMarshal.Cast<T, long>(values));
        }

        foreach (var value in values)
        {
            if (value <= T.Zero)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the values are strictly increasing, or strictly decreasing.</summary>
    public static bool AreStrictlyOrdered<T>(ReadOnlySpan<T> values, bool ascending)
        where T : struct, INumber<T>
    {
        if (typeof(T) == typeof(long))
        {
            return AreStrictlyOrdered(MemoryMarshal.Cast<T, long>(values), ascending);
        }

        for (var i = 1; i < values.Length; i++)
        {
            if (ascending ? values[i] <= values[i - 1] : values[i] >= values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static bool ArePositive(ReadOnlySpan<long> values)
    {
        var i = 0;
        for (; i <= values.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            if (!Vector.GreaterThanAll(new Vector<long>(values[i..]), Vector<long>.Zero))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] <= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreStrictlyOrdered(ReadOnlySpan<long> values, bool ascending)
    {
        var i = 0;
        for (; i < values.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            var these = new Vector<long>(values[i..]);
            var next = new Vector<long>(values[(i + 1)..]);
            if (!(ascending ? Vector.GreaterThanAll(next, these) : Vector.LessThanAll(next, these)))
            {
                return false;
            }
        }

        for (i++; i < values.Length; i++)
        {
            if (ascending ? values[i] <= values[i - 1] : values[i] >= values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of non-negative values, computed in two 32-bit halves so that half a million of them cannot overflow.</summary>
    public static UInt128 Sum(ReadOnlySpan<long> values)
    {
        var lows = Vector<long>.Zero;
        var highs = Vector<long>.Zero;
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
        foreach (var vector in vectors)
        {
            lows += vector & new Vector<long>(uint.MaxValue);
            highs += Vector.ShiftRightLogical(vector, 32);
        }

        var sum = ((UInt128)Vector.Sum(highs) << 32) + (UInt128)Vector.Sum(lows);
        foreach (var rest in values[(vectors.Length * Vector<long>.Count)..])
        {
            sum += (UInt128)rest;
        }

        return sum;
    }
}
