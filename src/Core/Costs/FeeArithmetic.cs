using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>The fee on the result of a walk: docs/metrics.md 1, all-in price and cost.</summary>
internal static class FeeArithmetic
{
    /// <summary>
    /// The fee on an amount of quote before fees, half-even at 18 decimals: a book's amounts have so many decimals that the exact
    /// product would not always fit.
    /// </summary>
    public static Exact Of(TakerFee fee, Exact amount)
    {
        var last = LastBracket(fee, amount);
        if (fee.Basis != FeeBasis.OrderMarginal || last == 0)
        {
            return Times(amount, fee.Brackets[last].Rate);
        }

        var from = fee.Brackets[last].From;
        return fee.On(from) + Times(amount - from, fee.Brackets[last].Rate);
    }

    /// <summary>Fee ÷ amount as a fraction; null for brackets when the amount is zero.</summary>
    public static double? Rate(TakerFee fee, Exact amount) =>
        fee.IsFlat ? fee.Brackets[0].Rate.ToDouble() : amount.IsZero ? null : Ratio.Of(Of(fee, amount), amount).ToDouble();

    /// <summary>
    /// The unrounded average price including the fee: what is paid or received in quote ÷ what is received or given in base.
    /// Where a buy's fee is taken from the base received, there is only one rate.
    /// </summary>
    public static Ratio AllIn(TakerFee fee, Side side, Ratio average, Exact amount, Exact amountWithFee) =>
        side == Side.Buy && fee.In == FeeIn.Received
            ? average / (Exact.One - fee.Brackets[0].Rate)
            : average * amountWithFee / amount;

    // The same for one rate in quote, without rounding the fee.
    private static Ratio AllIn(TakerFee fee, Cost cost, Ratio average, Exact paid) =>
        fee is { IsFlat: true, In: FeeIn.Quote } || (fee.IsFlat && cost.Side == Side.Sell)
            ? average * (cost.Side == Side.Buy ? Exact.One + fee.Brackets[0].Rate : Exact.One - fee.Brackets[0].Rate)
            : AllIn(fee, cost.Side, average, cost.FilledAmount, cost.Side == Side.Buy ? cost.FilledAmount + paid : cost.FilledAmount - paid);

    /// <summary>What remains of a bought quantity after a fee of one rate is deducted from it, rounded down.</summary>
    public static Exact Less(Exact quantity, TakerFee fee) =>
        Exact.MultiplyAdd(quantity, Exact.One - fee.Brackets[0].Rate, Exact.Zero, MidpointRounding.ToZero);

    /// <summary>The walk's cost with the market's fee; unchanged when the fee is unknown.</summary>
    public static Cost Beside(Cost cost, TakerFee? fee, Exact? mid)
    {
        if (fee is null)
        {
            return cost;
        }

        var rated = cost with { FeeRate = Rate(fee, cost.FilledAmount) };
        if (!cost.Complete || cost.Average is not { } average)
        {
            return rated;
        }

        var paid = Of(fee, cost.FilledAmount);
        var allIn = AllIn(fee, cost, average, paid);
        return rated with
        {
            Fee = paid,
            AllInPrice = allIn.Round(Exact.QuotientScale, MidpointRounding.ToEven),
            CostBps = Slippage.Of(cost.Side, allIn, mid)?.Bps,
        };
    }

    private static int LastBracket(TakerFee fee, Exact amount)
    {
        var bracket = 0;
        while (bracket + 1 < fee.Brackets.Count && fee.Brackets[bracket + 1].From <= amount)
        {
            bracket++;
        }

        return bracket;
    }

    private static Exact Times(Exact amount, Exact rate) =>
        rate.IsZero ? Exact.Zero : Exact.MultiplyAdd(amount, rate, Exact.Zero, MidpointRounding.ToEven);
}
