using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// Walks a ladder level by level and keeps the totals of the levels passed. The ladder's range was checked when it was created,
/// so nothing here can overflow, and the arithmetic of the inner loops is unchecked.
/// </summary>
internal struct LadderCursor(Ladder ladder, LadderSums? sums = null)
{
    /// <summary>Continues from the position of another cursor.</summary>
    public LadderCursor(Ladder ladder, int levels, UInt128 amount, UInt128 quantity)
        : this(ladder) => (Levels, Amount, Quantity) = (levels, amount, quantity);

    /// <summary>Number of levels passed.</summary>
    public int Levels { get; private set; }

    /// <summary>Σ price × quantity of the levels passed, at price scale + quantity scale.</summary>
    public UInt128 Amount { get; private set; }

    /// <summary>Σ quantity of the levels passed, at quantity scale.</summary>
    public UInt128 Quantity { get; private set; }

    public readonly bool IsAtEnd => Levels == ladder.Count;

    /// <summary>Passes levels as long as the amount stays within a limit.</summary>
    public void PassAmount(UInt128 limit)
    {
        Skip(sums?.WithinAmount(limit));
        if (ladder.IsWide)
        {
            PassAmount(ladder.Prices.Wide, ladder.Quantities.Wide, limit);
        }
        else
        {
            PassAmount(ladder.Prices.Words, ladder.Quantities.Words, limit);
        }
    }

    /// <summary>Passes levels as long as the quantity stays within a limit.</summary>
    public void PassQuantity(UInt128 limit)
    {
        Skip(sums?.WithinQuantity(limit));
        if (ladder.IsWide)
        {
            PassQuantity(ladder.Prices.Wide, ladder.Quantities.Wide, limit);
        }
        else
        {
            PassQuantity(ladder.Prices.Words, ladder.Quantities.Words, limit);
        }
    }

    /// <summary>Passes levels until this number has been passed.</summary>
    public void PassTo(int levels)
    {
        Skip(sums?.Within(levels));
        if (ladder.IsWide)
        {
            PassTo(ladder.Prices.Wide, ladder.Quantities.Wide, levels);
        }
        else
        {
            PassTo(ladder.Prices.Words, ladder.Quantities.Words, levels);
        }
    }

    private void PassAmount<T>(ReadOnlySpan<T> prices, ReadOnlySpan<T> quantities, UInt128 limit)
        where T : struct
    {
        quantities = quantities[..prices.Length];
        var (level, amount, quantity) = (Levels, Amount, Quantity);
        for (; level < prices.Length; level++)
        {
            var next = unchecked(amount + Product(prices[level], quantities[level]));
            if (next > limit)
            {
                break;
            }

            amount = next;
            quantity = unchecked(quantity + Unsigned(quantities[level]));
        }

        (Levels, Amount, Quantity) = (level, amount, quantity);
    }

    private void PassQuantity<T>(ReadOnlySpan<T> prices, ReadOnlySpan<T> quantities, UInt128 limit)
        where T : struct
    {
        quantities = quantities[..prices.Length];
        var (level, amount, quantity) = (Levels, Amount, Quantity);
        for (; level < prices.Length; level++)
        {
            var next = unchecked(quantity + Unsigned(quantities[level]));
            if (next > limit)
            {
                break;
            }

            quantity = next;
            amount = unchecked(amount + Product(prices[level], quantities[level]));
        }

        (Levels, Amount, Quantity) = (level, amount, quantity);
    }

    private void PassTo<T>(ReadOnlySpan<T> prices, ReadOnlySpan<T> quantities, int levels)
        where T : struct
    {
        quantities = quantities[..prices.Length];
        var (amount, quantity) = (Amount, Quantity);
        for (var level = Levels; level < levels; level++)
        {
            amount = unchecked(amount + Product(prices[level], quantities[level]));
            quantity = unchecked(quantity + Unsigned(quantities[level]));
        }

        (Levels, Amount, Quantity) = (levels, amount, quantity);
    }

    private void Skip(LadderSums.Place? place)
    {
        if (place is { } ahead && ahead.Levels > Levels)
        {
            (Levels, Amount, Quantity) = (ahead.Levels, ahead.Amount, ahead.Quantity);
        }
    }

    // T is Int64 or Int128; the compiler keeps only the branch of the one at hand.
    private static UInt128 Product<T>(T price, T quantity)
        where T : struct
    {
        if (typeof(T) != typeof(long))
        {
            return unchecked(Unsigned(price) * Unsigned(quantity));
        }

        var high = Math.BigMul(unchecked((ulong)Unsafe.BitCast<T, long>(price)), unchecked((ulong)Unsafe.BitCast<T, long>(quantity)), out var low);
        return new UInt128(high, low);
    }

    private static UInt128 Unsigned<T>(T value)
        where T : struct =>
        unchecked(typeof(T) == typeof(long) ? (ulong)Unsafe.BitCast<T, long>(value) : (UInt128)Unsafe.BitCast<T, Int128>(value));
}
