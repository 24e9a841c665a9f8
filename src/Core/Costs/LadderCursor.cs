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
        var prices = ladder.Prices;
        var quantities = ladder.Quantities[..prices.Length];
        var (level, amount, quantity) = (Levels, Amount, Quantity);
        for (; level < prices.Length; level++)
        {
            var next = unchecked(amount + Product(prices[level], quantities[level]));
            if (next > limit)
            {
                break;
            }

            amount = next;
            quantity = unchecked(quantity + (ulong)quantities[level]);
        }

        (Levels, Amount, Quantity) = (level, amount, quantity);
    }

    /// <summary>Passes levels as long as the quantity stays within a limit.</summary>
    public void PassQuantity(UInt128 limit)
    {
        Skip(sums?.WithinQuantity(limit));
        var prices = ladder.Prices;
        var quantities = ladder.Quantities[..prices.Length];
        var (level, amount, quantity) = (Levels, Amount, Quantity);
        for (; level < prices.Length; level++)
        {
            var next = unchecked(quantity + (ulong)quantities[level]);
            if (next > limit)
            {
                break;
            }

            quantity = next;
            amount = unchecked(amount + Product(prices[level], quantities[level]));
        }

        (Levels, Amount, Quantity) = (level, amount, quantity);
    }

    /// <summary>Passes levels until this number has been passed.</summary>
    public void PassTo(int levels)
    {
        Skip(sums?.Within(levels));
        var prices = ladder.Prices;
        var quantities = ladder.Quantities[..prices.Length];
        var (amount, quantity) = (Amount, Quantity);
        for (var level = Levels; level < levels; level++)
        {
            amount = unchecked(amount + Product(prices[level], quantities[level]));
            quantity = unchecked(quantity + (ulong)quantities[level]);
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

    private static UInt128 Product(long price, long quantity)
    {
        var high = Math.BigMul(unchecked((ulong)price), unchecked((ulong)quantity), out var low);
        return new UInt128(high, low);
    }
}
