using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// The cost of one order on one market, with fee, lot step and minimums. docs/metrics.md 1: walk, all-in price and cost; a
/// buy's amount includes the fee, a sell's amount is what is received after it. The cost of a split is computed in <c>Core/Splits</c>.
/// </summary>
/// <param name="Book">The walk through the book; its amount is before fees.</param>
/// <param name="Reason">Null when complete; otherwise shallow, truncated, one_sided or below_minimum.</param>
/// <param name="Fee">In quote. Where it is taken from the base received, the cost of that base.</param>
/// <param name="FeeInBase">The part of the base bought that is taken as the fee; null where it is taken in quote.</param>
/// <param name="NetAmount">In quote: what a buy pays, or a sell receives, including the fee.</param>
/// <param name="Quantity">In base: what a buy receives after the fee, or what a sell gives.</param>
/// <param name="OrderQuantity">In base: the quantity to order, a multiple of the lot step where that is known.</param>
/// <param name="Unspent">
/// What remains of the order, in its own unit, because it is less than a lot; negative where fee brackets give a sell more
/// than requested. Null when incomplete.
/// </param>
public sealed record OrderCost(
    Cost Book,
    bool Complete,
    MetricReason? Reason,
    Exact Fee,
    Exact? FeeInBase,
    double? FeeRate,
    Exact NetAmount,
    Exact Quantity,
    Exact OrderQuantity,
    Exact? Unspent,
    Exact? AllInPrice,
    double? CostBps)
{
    /// <summary>The cost of an amount of quote: including the fee for a buy, after the fee for a sell.</summary>
    public static OrderCost ByAmount(OrderBook book, Side side, Exact amount, TakerFee fee, MarketRules rules)
    {
        var order = new OrderWithFees(book, side, fee, rules);
        var ofBook = side == Side.Sell ? fee.SmallestLeaving(amount) : fee.In == FeeIn.Quote ? fee.LargestWithin(amount) : amount;
        if (!ofBook.IsPositive)
        {
            return order.TooSmall();
        }

        var walk = order.WholeLots(Walk.ByAmount(book, side, ofBook));
        return order.Refusal(walk) ?? order.Of(walk!, amount);
    }

    /// <summary>The cost of a quantity of base: what a buy receives after the fee, or what a sell gives.</summary>
    public static OrderCost ByQuantity(OrderBook book, Side side, Exact quantity, TakerFee fee, MarketRules rules)
    {
        var order = new OrderWithFees(book, side, fee, rules);
        var ofBook = side == Side.Buy && fee.In == FeeIn.Received ? fee.SmallestLeaving(quantity) : quantity;
        var walk = order.WholeLots(Walk.ByQuantity(book, side, ofBook));
        if (order.Refusal(walk) is { } refusal)
        {
            return refusal;
        }

        var cost = order.Of(walk!, amountAsked: null);
        if (!cost.Complete)
        {
            return cost;
        }

        // Rounding the order up is attributed to the fee, so that the requested quantity is met to the last digit.
        var received = walk!.Quantity == ofBook ? quantity : cost.Quantity;
        return cost with
        {
            Quantity = received,
            FeeInBase = cost.FeeInBase is null ? null : cost.OrderQuantity - received,
            Unspent = quantity - received,
        };
    }
}
