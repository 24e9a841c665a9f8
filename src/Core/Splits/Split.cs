using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// The best way to share one order among markets, from their books alone: no delay, no hidden quantity, no transfers. docs/metrics.md 2.
/// Amounts are in the answer's currency, fees and conversion included; quantities in base.
/// </summary>
/// <param name="Complete">Whether the markets hold enough; a rest of less than one lot does not count.</param>
/// <param name="Reason">Null when complete; else shallow, truncated or one_sided.</param>
/// <param name="Amount">Paid by a buy, received by a sell; what of the order is not is smaller than a lot when complete.</param>
/// <param name="Quantity">Received by a buy, given by a sell.</param>
/// <param name="AllInPrice">Amount ÷ quantity, rounded half-even at 18 decimals; null when incomplete.</param>
/// <param name="Mid">Median of the markets' converted mids; null when none has one.</param>
/// <param name="CostBps">1e4 × D × (all-in price ÷ mid − 1), from the unrounded price.</param>
/// <param name="Legs">The markets that are used, in the order given.</param>
/// <param name="Singles">What each market that could fill the order alone would do, the best first.</param>
/// <param name="Saving">(all-in price of the best single − all-in price) × D × quantity, at least 0; null without a best single.</param>
/// <param name="SavingBps">The saving per 10,000 of what the best single would cost or bring.</param>
/// <param name="Certificate">That the merge under it is optimal.</param>
/// <param name="Gap">How much better any split could be, at most; 0 for flat fees and divisible quantities.</param>
public sealed record Split(
    SplitOrder Order,
    bool Complete,
    MetricReason? Reason,
    Exact Amount,
    Exact Quantity,
    Exact? AllInPrice,
    Exact? Mid,
    double? CostBps,
    IReadOnlyList<SplitLeg> Legs,
    IReadOnlyList<SingleMarket> Singles,
    Exact? Saving,
    double? SavingBps,
    Certificate Certificate,
    Exact Gap)
{
    /// <summary>The best that one market alone could do; null when none could fill the order.</summary>
    public SingleMarket? BestSingle => Singles.Count == 0 ? null : Singles[0];
}

/// <summary>What is to be done on one market.</summary>
/// <param name="OrderQuantity">What to order, in base: a multiple of the lot step.</param>
/// <param name="Quantity">What of it is received or given, in base; less than ordered where the fee is taken from it.</param>
/// <param name="GrossAmount">In the market's quote currency, before fees.</param>
/// <param name="Fee">In the market's quote currency.</param>
/// <param name="NetAmount">In the market's quote currency, the fee included: paid by a buy, received by a sell.</param>
/// <param name="Amount">The same in the answer's currency: its share of what the conversion costs.</param>
/// <param name="AveragePrice">Gross amount ÷ order quantity, in quote per base, rounded half-even at 18 decimals.</param>
/// <param name="WorstPrice">The last price taken, in quote per base.</param>
/// <param name="Levels">Levels taken from.</param>
public sealed record SplitLeg(
    Market Market,
    Exact OrderQuantity,
    Exact Quantity,
    Exact GrossAmount,
    Exact Fee,
    Exact NetAmount,
    Exact Amount,
    Exact AveragePrice,
    Exact WorstPrice,
    int Levels);

/// <summary>What the whole order comes to on one market.</summary>
public sealed record SingleMarket(Market Market, Exact Amount, Exact Quantity, Exact AllInPrice, double? CostBps);
