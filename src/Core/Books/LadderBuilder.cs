using System.Numerics;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Books;

/// <summary>Builds a ladder from the columns of one side, or returns the level that makes this impossible.</summary>
internal readonly record struct LadderBuilder(string Side, bool IsAscending, int PriceScale, int QuantityScale)
{
    public Outcome<Ladder> Build(LevelColumns columns, BookFacts facts)
    {
        if (columns.Count > OrderBook.LevelsMax)
        {
            return Failure(FailureKind.TooManyLevels, $"more than {OrderBook.LevelsMax} {Side} levels");
        }

        if ((BuildOfWords(columns, facts) ?? BuildWide(columns, facts)) is not { } built)
        {
            return Failure(FailureKind.OutOfRange, $"a number of the {Side}s does not fit at {PriceScale} and {QuantityScale} decimals");
        }

        return !built.TryGet(out var ladder, out var failure) ? failure
            : LadderRange.FindExcess(ladder, PriceScale, QuantityScale) is { } excess ? Failure(FailureKind.OutOfRange, $"the {Side}s {excess}")
            : ladder;
    }

    /// <summary>Null when a number, or the quantities of one price together, need more than 64 bits.</summary>
    private Outcome<Ladder>? BuildOfWords(LevelColumns columns, BookFacts facts)
    {
        if (columns.Prices.ToWords(PriceScale) is not { } prices || columns.Quantities.ToWords(QuantityScale) is not { } quantities)
        {
            return null;
        }

        return !PutInOrder(prices, quantities, facts.Order, out var count, out var defect) ? null
            : defect is not null ? defect
            : new Ladder(prices, quantities, count, facts.IsWhole);
    }

    private Outcome<Ladder>? BuildWide(LevelColumns columns, BookFacts facts)
    {
        if (columns.Prices.ToWide(PriceScale) is not { } prices || columns.Quantities.ToWide(QuantityScale) is not { } quantities)
        {
            return null;
        }

        return !PutInOrder(prices, quantities, facts.Order, out var count, out var defect) ? null
            : defect is not null ? defect
            : new Ladder(prices, quantities, count, facts.IsWhole);
    }

    /// <summary>
    /// Sorts and aggregates the levels where the venue does not promise it; false when an aggregated quantity does not fit.
    /// The defect is the level that breaks a promise, or null.
    /// </summary>
    private bool PutInOrder<T>(T[] prices, T[] quantities, LevelSorting promised, out int count, out PullFailure? defect)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        count = prices.Length;
        defect = null;
        if (IsLadder<T>(prices, quantities))
        {
            return true;
        }

        defect = FindNotPositive<T>(prices, quantities);
        if (defect is not null)
        {
            return true;
        }

        if (!promised.HasFlag(LevelSorting.Sorted))
        {
            Sort(prices, quantities);
        }

        if (!promised.HasFlag(LevelSorting.Aggregated) && !TryAggregate(prices, quantities, out count))
        {
            return false;
        }

        defect = FindDisorder<T>(prices.AsSpan(0, count));
        return true;
    }

    private bool IsLadder<T>(ReadOnlySpan<T> prices, ReadOnlySpan<T> quantities)
        where T : struct, INumber<T> =>
        prices.Length == 0
        || (T.Min(prices[0], prices[^1]) > T.Zero
            && ColumnChecks.AreStrictlyOrdered(prices, IsAscending)
            && ColumnChecks.ArePositive(quantities));

    private PullFailure? FindNotPositive<T>(ReadOnlySpan<T> prices, ReadOnlySpan<T> quantities)
        where T : struct, INumber<T>
    {
        for (var i = 0; i < prices.Length; i++)
        {
            if (prices[i] <= T.Zero || quantities[i] <= T.Zero)
            {
                var what = prices[i] <= T.Zero ? $"price {Price(prices[i])}" : $"price {Price(prices[i])} has quantity {Quantity(quantities[i])}";
                return Failure(FailureKind.NotPositive, $"{Side} level {i + 1}: {what}");
            }
        }

        return null;
    }

    private PullFailure? FindDisorder<T>(ReadOnlySpan<T> prices)
        where T : struct, INumber<T>
    {
        for (var i = 1; i < prices.Length; i++)
        {
            if (IsAscending ? prices[i] <= prices[i - 1] : prices[i] >= prices[i - 1])
            {
                return prices[i] == prices[i - 1]
                    ? Failure(FailureKind.DuplicatePrice, $"{Side} level {i + 1}: price {Price(prices[i])} occurs twice")
                    : Failure(FailureKind.Unsorted, $"{Side} level {i + 1}: price {Price(prices[i])} after {Price(prices[i - 1])}");
            }
        }

        return null;
    }

    private void Sort<T>(T[] prices, T[] quantities)
        where T : struct, INumber<T>
    {
        // Some venues send a side worst price first.
        if (ColumnChecks.AreStrictlyOrdered<T>(prices, !IsAscending))
        {
            Array.Reverse(prices);
            Array.Reverse(quantities);
            return;
        }

        Array.Sort(prices, quantities);
        if (!IsAscending)
        {
            Array.Reverse(prices);
            Array.Reverse(quantities);
        }
    }

    private static bool TryAggregate<T>(T[] prices, T[] quantities, out int count)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        count = 0;
        for (var i = 0; i < prices.Length; i++)
        {
            if (count == 0 || prices[i] != prices[count - 1])
            {
                (prices[count], quantities[count]) = (prices[i], quantities[i]);
                count++;
                continue;
            }

            if (quantities[count - 1] > T.MaxValue - quantities[i])
            {
                return false;
            }

            quantities[count - 1] += quantities[i];
        }

        return true;
    }

    private Exact Price<T>(T price)
        where T : INumber<T> => Exact.FromScaled(Int128.CreateChecked(price), PriceScale);

    private Exact Quantity<T>(T quantity)
        where T : INumber<T> => Exact.FromScaled(Int128.CreateChecked(quantity), QuantityScale);

    private static PullFailure Failure(FailureKind kind, string message) => new(kind, message);
}
