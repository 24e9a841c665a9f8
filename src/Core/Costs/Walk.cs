using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// Takes levels from the best price on until an order is filled: docs/metrics.md 1, walk. Nothing is allocated per level.
/// </summary>
public static partial class Walk
{
    /// <summary>Maximum number of decimals of an order.</summary>
    public const int OrderScaleMax = 18;

    /// <summary>The costs of several positive order sizes in quote, in one pass, in the order given.</summary>
    public static IReadOnlyList<Cost> ByAmount(OrderBook book, Side side, IReadOnlyList<Exact> orderSizes, FillPolicy policy) =>
        ByAmount(book, side, orderSizes, policy, sums: null);

    internal static IReadOnlyList<Cost> ByAmount(OrderBook book, Side side, IReadOnlyList<Exact> orderSizes, FillPolicy policy, LadderSums? sums)
    {
        var costs = new Cost[orderSizes.Count];
        var cursor = new LadderCursor(book.LadderFor(side), sums);
        int[] ascending = [.. Enumerable.Range(0, orderSizes.Count)];
        Array.Sort(orderSizes.ToArray(), ascending);
        foreach (var index in ascending)
        {
            var order = new Order(book, side, Checked(orderSizes[index]), policy);
            costs[index] = policy == FillPolicy.Seed ? SeedWalk.Cost(order) : ByAmount(order, ref cursor);
        }

        return costs;
    }

    /// <summary>The cost of one positive order size in quote.</summary>
    public static Cost ByAmount(OrderBook book, Side side, Exact orderSize, FillPolicy policy = FillPolicy.Exact) =>
        ByAmount(book, side, [orderSize], policy)[0];

    /// <summary>
    /// The cost of a positive quantity in base; the last level is taken in part, and its amount is exact. Throws
    /// <see cref="OverflowException"/> when quantity and price together have more digits than an amount can have.
    /// </summary>
    public static Cost ByQuantity(OrderBook book, Side side, Exact quantity)
    {
        var order = new Order(book, side, Checked(quantity), FillPolicy.Exact);
        var cursor = new LadderCursor(order.Ladder);
        cursor.PassQuantity(ScaledLimit.Of(quantity, book.QuantityScale));
        var passed = order.Passed(cursor);
        return passed.Quantity == quantity ? order.Complete(passed, unspent: Exact.Zero, cursor.Levels)
            : cursor.IsAtEnd ? order.Incomplete(passed)
            : order.Complete(passed.ThenQuantity(quantity - passed.Quantity, order.PriceOf(cursor.Levels)), unspent: Exact.Zero, cursor.Levels);
    }

    private static Cost ByAmount(Order order, ref LadderCursor cursor)
    {
        cursor.PassAmount(ScaledLimit.Of(order.Size, order.AmountScale));
        var passed = order.Passed(cursor);
        if (passed.Amount == order.Size)
        {
            return order.Complete(passed, unspent: Exact.Zero, cursor.Levels);
        }

        return cursor.IsAtEnd ? order.Incomplete(passed) : EndInNextLevel(order, passed, cursor);
    }

    private static Cost EndInNextLevel(Order order, Filled passed, LadderCursor cursor)
    {
        var rest = order.Size - passed.Amount;
        switch (order.FillPolicy)
        {
            case FillPolicy.Under:
                return order.Complete(passed, unspent: rest, cursor.Levels);
            case FillPolicy.Over:
                cursor.PassTo(cursor.Levels + 1);
                var over = order.Passed(cursor);
                return order.Complete(over, unspent: order.Size - over.Amount, cursor.Levels);
            default:
                return order.Complete(passed.ThenAmount(rest, order.PriceOf(cursor.Levels)), unspent: Exact.Zero, cursor.Levels);
        }
    }

    private static Exact Checked(Exact order) =>
        order.IsPositive && order.Scale <= OrderScaleMax
            ? order
            : throw new ArgumentOutOfRangeException(nameof(order), $"{order} is not a positive number of at most {OrderScaleMax} decimals");
}
