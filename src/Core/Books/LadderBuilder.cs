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

        if (columns.Prices.ToArray(PriceScale) is not { } prices || columns.Quantities.ToArray(QuantityScale) is not { } quantities)
        {
            return Failure(FailureKind.OutOfRange, $"a number of the {Side}s does not fit at {PriceScale} and {QuantityScale} decimals");
        }

        var count = prices.Length;
        if (!IsLadder(columns.Prices.Values, columns.Quantities.Values) && PutInOrder(prices, quantities, facts.Order, out count) is { } defect)
        {
            return defect;
        }

        var ladder = new Ladder(prices, quantities, count, facts.IsWhole);
        return LadderRange.Fits(ladder, PriceScale, QuantityScale)
            ? ladder
            : Failure(FailureKind.OutOfRange, $"the {Side}s are worth or hold 10^{LadderRange.ExponentMax} or more");
    }

    private bool IsLadder(ReadOnlySpan<long> prices, ReadOnlySpan<long> quantities) =>
        prices.Length == 0
        || (Math.Min(prices[0], prices[^1]) > 0
            && ColumnChecks.AreStrictlyOrdered(prices, IsAscending)
            && ColumnChecks.ArePositive(quantities));

    /// <summary>
    /// Sorts and aggregates the levels where the venue does not promise it; returns the level that breaks a promise, or null.
    /// </summary>
    private PullFailure? PutInOrder(long[] prices, long[] quantities, LevelSorting promised, out int count)
    {
        count = prices.Length;
        if (FindNotPositive(prices, quantities) is { } notPositive)
        {
            return notPositive;
        }

        if (!promised.HasFlag(LevelSorting.Sorted))
        {
            Sort(prices, quantities);
        }

        return promised.HasFlag(LevelSorting.Aggregated) || TryAggregate(prices, quantities, out count)
            ? FindDisorder(prices.AsSpan(0, count))
            : Failure(FailureKind.OutOfRange, $"the {Side} quantities of one price add up to more than can be stored");
    }

    private PullFailure? FindNotPositive(long[] prices, long[] quantities)
    {
        for (var i = 0; i < prices.Length; i++)
        {
            if (prices[i] <= 0 || quantities[i] <= 0)
            {
                var what = prices[i] <= 0 ? $"price {Price(prices[i])}" : $"price {Price(prices[i])} has quantity {Quantity(quantities[i])}";
                return Failure(FailureKind.NotPositive, $"{Side} level {i + 1}: {what}");
            }
        }

        return null;
    }

    private PullFailure? FindDisorder(ReadOnlySpan<long> prices)
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

    private void Sort(long[] prices, long[] quantities)
    {
        Array.Sort(prices, quantities);
        if (!IsAscending)
        {
            Array.Reverse(prices);
            Array.Reverse(quantities);
        }
    }

    private static bool TryAggregate(long[] prices, long[] quantities, out int count)
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

            if (quantities[count - 1] > long.MaxValue - quantities[i])
            {
                return false;
            }

            quantities[count - 1] += quantities[i];
        }

        return true;
    }

    private Exact Price(long price) => Exact.FromScaled(price, PriceScale);

    private Exact Quantity(long quantity) => Exact.FromScaled(quantity, QuantityScale);

    private static PullFailure Failure(FailureKind kind, string message) => new(kind, message);
}
