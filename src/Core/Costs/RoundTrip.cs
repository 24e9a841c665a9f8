using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// The loss from buying for an order size and selling the result at once: docs/metrics.md 1, cost of round trip. It corresponds
/// to the prototype's <c>profit_opportunity</c>, which is a cost rather than a profit. Always the exact walk, without steps and
/// minimums.
/// </summary>
/// <param name="OrderSize">N, the amount spent, in quote.</param>
/// <param name="Reason">Null when complete; otherwise why the buy, or the sale, is incomplete.</param>
/// <param name="Quantity">What the buy without fees gets, in base; when it is incomplete, the part that fills.</param>
/// <param name="Received">R, the proceeds of selling that quantity, in quote, half-even at 18 decimals; null when incomplete.</param>
/// <param name="CostWithFees">The same loss when both orders pay the taker fee out of N; null when incomplete or the fee is unknown.</param>
public sealed record RoundTrip(
    Exact OrderSize, bool Complete, MetricReason? Reason, Exact Quantity, Exact? Received, Exact? CostWithFees)
{
    /// <summary>N − R, in quote.</summary>
    public Exact? Cost => OrderSize - Received;

    public double? CostBps => Bps(Cost);

    public double? CostWithFeesBps => Bps(CostWithFees);

    /// <summary>The round trips of several order sizes, ascending, each leg in one pass.</summary>
    public static IReadOnlyList<RoundTrip> Of(OrderBook book, IReadOnlyList<Exact> orderSizes, TakerFee? fee) =>
        Of(book, orderSizes, fee, BookSums.None);

    internal static IReadOnlyList<RoundTrip> Of(OrderBook book, IReadOnlyList<Exact> orderSizes, TakerFee? fee, BookSums sums)
    {
        var free = Legs(book, orderSizes, TakerFee.None, sums);
        var paid = fee is null ? null : Legs(book, orderSizes, fee, sums);
        return [.. orderSizes.Select((size, i) => new RoundTrip(
            size,
            free[i].Reason is null,
            free[i].Reason,
            free[i].Quantity,
            free[i].Received,
            free[i].Reason is null ? size - paid?[i].Received : null))];
    }

    private static Leg[] Legs(OrderBook book, IReadOnlyList<Exact> orderSizes, TakerFee fee, BookSums sums)
    {
        var buys = new LadderCursor(book.Asks, sums.Asks);
        var sales = new LadderCursor(book.Bids, sums.Bids);
        var legs = new Leg[orderSizes.Count];
        for (var i = 0; i < legs.Length; i++)
        {
            var (bought, isBought) = Bought(book, fee.In == FeeIn.Quote ? fee.LargestWithin(orderSizes[i]) : orderSizes[i], ref buys);
            var quantity = fee.In == FeeIn.Quote ? bought : FeeArithmetic.Less(bought, fee);
            var amount = isBought ? Sold(book, quantity, ref sales) : null;
            legs[i] = new Leg(quantity, amount - (amount is { } sold ? FeeArithmetic.Of(fee, sold) : null), EndOf(book, isBought, amount is not null));
        }

        return legs;
    }

    private static (Exact Quantity, bool Complete) Bought(OrderBook book, Exact amount, ref LadderCursor cursor)
    {
        cursor.PassAmount(ScaledLimit.Of(amount, book.PriceScale + book.QuantityScale));
        var quantity = Exact.FromScaled((Int128)cursor.Quantity, book.QuantityScale);
        var spent = Exact.FromScaled((Int128)cursor.Amount, book.PriceScale + book.QuantityScale);
        return spent == amount ? (quantity, true)
            : cursor.IsAtEnd ? (quantity, false)
            : (quantity + Exact.Divide(amount - spent, book.LevelOf(book.Asks, cursor.Levels).Price, MidpointRounding.ToZero), true);
    }

    // Null when the bids hold less than the quantity.
    private static Exact? Sold(OrderBook book, Exact quantity, ref LadderCursor cursor)
    {
        cursor.PassQuantity(ScaledLimit.Of(quantity, book.QuantityScale));
        var amount = Exact.FromScaled((Int128)cursor.Amount, book.PriceScale + book.QuantityScale);
        var sold = Exact.FromScaled((Int128)cursor.Quantity, book.QuantityScale);
        if (book.Bids.Count == 0 || (cursor.IsAtEnd && sold != quantity))
        {
            return null;
        }

        var price = cursor.IsAtEnd ? Exact.Zero : book.LevelOf(book.Bids, cursor.Levels).Price;
        return Exact.MultiplyAdd(quantity - sold, price, amount, MidpointRounding.ToEven);
    }

    private static MetricReason? EndOf(OrderBook book, bool isBought, bool isSold)
    {
        var ended = isBought ? book.Bids : book.Asks;
        return isSold ? null
            : ended.Count == 0 ? MetricReason.OneSided
            : ended.IsWhole ? MetricReason.Shallow
            : MetricReason.Truncated;
    }

    private double? Bps(Exact? cost) => cost is { } lost ? (Ratio.Of(lost, OrderSize) * 10_000).ToDouble() : null;

    private readonly record struct Leg(Exact Quantity, Exact? Received, MetricReason? Reason);
}
