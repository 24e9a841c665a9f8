using System.Buffers;
using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>
/// A growing column of decimal numbers that share one scale, in pooled memory; dispose it to return the memory. They are 64-bit
/// integers until one of them needs more.
/// </summary>
public sealed partial class DecimalColumn(int capacity) : IDisposable
{
    private const int CapacityMin = 64;

    private long[] values = ArrayPool<long>.Shared.Rent(Math.Max(capacity, CapacityMin));

    public int Count { get; private set; }

    /// <summary>Decimals of the stored integers.</summary>
    public int Scale { get; private set; }

    /// <summary>The largest number of decimals that any value needs; at most <see cref="Scale"/>.</summary>
    public int DecimalsUsed { get; private set; }

    /// <summary>
    /// Appends mantissa × 10^-decimals, without trailing zeros; false when it or an earlier value would no longer fit Int128.
    /// </summary>
    public bool TryAdd(Int128 mantissa, int decimals) =>
        decimals <= OrderBook.ScaleMax
        && ((!IsWide && unchecked((long)mantissa) is var word && word == mantissa && TryAddWord(word, decimals))
            || TryAddWide(mantissa, decimals));

    private bool TryAddWord(long mantissa, int decimals)
    {
        if (decimals > Scale && !TryWiden(decimals))
        {
            return false;
        }

        if (!Int64PowersOfTen.TryMultiply(mantissa, Scale - decimals, out var value))
        {
            // Decimals that no value needs may prevent the value from fitting.
            Narrow(Math.Max(DecimalsUsed, decimals));
            if (!Int64PowersOfTen.TryMultiply(mantissa, Scale - decimals, out value))
            {
                return false;
            }
        }

        FreeSpace()[0] = value;
        Commit(1, decimals);
        return true;
    }

    /// <summary>Raises the scale to at least this; false when a value would need more than 64 bits.</summary>
    internal bool TryWiden(int scale)
    {
        if (IsWide)
        {
            return false;
        }

        var stored = values.AsSpan(0, Count);
        if (scale <= Scale)
        {
            return true;
        }

        if (!Int64PowersOfTen.CanMultiply(stored, scale - Scale))
        {
            return false;
        }

        Int64PowersOfTen.Multiply(stored, scale - Scale, stored);
        Scale = scale;
        return true;
    }

    /// <summary>Free space for at least one more value at <see cref="Scale"/>; values written there count once committed.</summary>
    internal Span<long> FreeSpace()
    {
        if (Count == values.Length)
        {
            Grow(Count * 2);
        }

        return values.AsSpan(Count);
    }

    /// <summary>Appends values written to the free space, none of which needs more than this number of decimals.</summary>
    internal void Commit(int count, int decimalsUsed)
    {
        Count += count;
        DecimalsUsed = Math.Max(DecimalsUsed, decimalsUsed);
    }

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(values);
        values = [];
        wide = null;
        Count = 0;
    }

    /// <summary>
    /// The values at another scale (at least <see cref="DecimalsUsed"/>) in an array of exactly that size; null when one needs
    /// more than 64 bits.
    /// </summary>
    internal long[]? ToWords(int scale)
    {
        if (IsWide)
        {
            return WideToWords(scale);
        }

        if (!Int64PowersOfTen.CanMultiply(Values, scale - Scale))
        {
            return null;
        }

        var target = GC.AllocateUninitializedArray<long>(Count);
        if (scale <= Scale)
        {
            Int64PowersOfTen.DivideExactly(Values, Scale - scale, target);
        }
        else
        {
            Int64PowersOfTen.Multiply(Values, scale - Scale, target);
        }

        return target;
    }

    private ReadOnlySpan<long> Values => values.AsSpan(0, Count);

    private void Narrow(int scale)
    {
        var stored = values.AsSpan(0, Count);
        Int64PowersOfTen.DivideExactly(stored, Scale - scale, stored);
        Scale = scale;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int capacity)
    {
        var larger = ArrayPool<long>.Shared.Rent(capacity);
        Values.CopyTo(larger);
        ArrayPool<long>.Shared.Return(values);
        values = larger;
    }
}
