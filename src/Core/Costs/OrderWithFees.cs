using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>An order on a market with its fee and rules, and the cost that results from what a walk took for it.</summary>
internal readonly record struct OrderWithFees(OrderBook Book, Side Side, TakerFee Fee, MarketRules Rules)
{
    /// <summary>Amounts closer than this differ only by the rounding of the amount from which the fee was deducted.</summary>
    private static readonly Exact RoundingMax = Exact.FromScaled(2, Exact.QuotientScale);

    private bool IsFeeInBase => Side == Side.Buy && Fee.In == FeeIn.Received;

    /// <summary>
    /// The walk repeated with its quantity rounded down to the lot step; null when no lot remains. An incomplete walk is
    /// returned unchanged.
    /// </summary>
    public Cost? WholeLots(Cost walk)
    {
        var quantity = Rules.RoundDown(walk.Quantity);
        return !walk.Complete || quantity == walk.Quantity ? walk
            : quantity.IsPositive ? Walk.ByQuantity(Book, Side, quantity)
            : null;
    }

    /// <summary>The result when the order is too small for the venue; null when it is not.</summary>
    public OrderCost? Refusal(Cost? walk) =>
        walk is null || (walk.Complete && Rules.IsBelowMinimum(walk.Quantity, walk.FilledAmount)) ? TooSmall() : null;

    /// <summary>A result without any fill.</summary>
    public OrderCost TooSmall()
    {
        var nothing = new Cost(
            Side, Exact.Zero, FillPolicy.Exact, Complete: false, MetricReason.BelowMinimum, Exact.Zero, Unspent: null, Exact.Zero,
            AveragePrice: null, WorstPrice: null, SlippageBps: null, SlippageBestBps: null, Levels: 0);
        return Of(nothing, amountAsked: null);
    }

    /// <summary>
    /// The walk's cost with the fee. The rounding remainder of the amount is attributed to the fee, so that the requested
    /// amount is met to the last digit.
    /// </summary>
    public OrderCost Of(Cost walk, Exact? amountAsked)
    {
        var fee = FeeArithmetic.Of(Fee, walk.FilledAmount);
        var net = Net(walk.FilledAmount, fee);
        if (walk.Complete && !IsFeeInBase && amountAsked is { } asked && asked - net < RoundingMax && net - asked < RoundingMax)
        {
            (fee, net) = (Side == Side.Buy ? asked - walk.FilledAmount : walk.FilledAmount - asked, asked);
        }

        var received = IsFeeInBase ? FeeArithmetic.Less(walk.Quantity, Fee) : walk.Quantity;
        var allIn = walk is { Complete: true, Average: { } average } ? FeeArithmetic.AllIn(Fee, Side, average, walk.FilledAmount, net) : (Ratio?)null;
        return new OrderCost(
            walk,
            walk.Complete,
            walk.Reason,
            fee,
            IsFeeInBase ? walk.Quantity - received : null,
            FeeArithmetic.Rate(Fee, walk.FilledAmount),
            net,
            received,
            walk.Quantity,
            walk.Complete ? amountAsked - net : null,
            allIn?.Round(Exact.QuotientScale, MidpointRounding.ToEven),
            Slippage.Of(Side, allIn, Book.Mid)?.Bps);
    }

    private Exact Net(Exact amount, Exact fee) => Side == Side.Sell ? amount - fee : IsFeeInBase ? amount : amount + fee;
}
