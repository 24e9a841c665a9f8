using System.Buffers;

namespace OrderBookSilo.Core.Books;

/// <summary>A growing column of decimal numbers that share one scale, in rented memory; dispose it to give the memory back.</summary>
public sealed class DecimalColumn : IDisposable
{
    private const int CapacityFirst = 8192;

    private long[] values = ArrayPool<long>.Shared.Rent(CapacityFirst);

    public int Count { get; private set; }

    /// <summary>Decimals of the stored integers.</summary>
    public int Scale { get; private set; }

    /// <summary>The largest number of decimals that a value really needs; at most <see cref="Scale"/>.</summary>
    public int DecimalsUsed { get; private set; }

    public ReadOnlySpan<long> Values => values.AsSpan(0, Count);

    /// <summary>Appends mantissa × 10^-decimals, given without trailing zeros; false when it or an earlier value no longer fits Int64.</summary>
    public bool TryAdd(long mantissa, int decimals)
    {
        if (decimals > OrderBook.ScaleMax || (decimals > Scale && !TryRescale(decimals)))
        {
            return false;
        }

        if (!PowersOfTen.TryMultiply(mantissa, Scale - decimals, out var value))
        {
            return false;
        }

        if (Count == values.Length)
        {
            Grow(Count * 2);
        }

        values[Count++] = value;
        DecimalsUsed = Math.Max(DecimalsUsed, decimals);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(values);
        values = [];
        Count = 0;
    }

    /// <summary>The values at another scale that all of them fit exactly, in an array of just that size; null when one overflows.</summary>
    internal long[]? ToArray(int scale)
    {
        var target = GC.AllocateUninitializedArray<long>(Count);
        if (scale <= Scale)
        {
            PowersOfTen.DivideExactly(Values, Scale - scale, target);
            return target;
        }

        return PowersOfTen.TryMultiply(Values, scale - Scale, target) ? target : null;
    }

    private bool TryRescale(int scale)
    {
        var stored = values.AsSpan(0, Count);
        if (!PowersOfTen.TryMultiply(stored, scale - Scale, stored))
        {
            return false;
        }

        Scale = scale;
        return true;
    }

    private void Grow(int capacity)
    {
        var larger = ArrayPool<long>.Shared.Rent(capacity);
        Values.CopyTo(larger);
        ArrayPool<long>.Shared.Return(values);
        values = larger;
    }
}
