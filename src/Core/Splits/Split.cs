using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// The best way to divide one order among markets, computed from their books alone: no delay, no hidden quantity, no transfers.
/// docs/metrics.md 2. Amounts are in the answer's currency, including fees and conversion; quantities in base.
/// </summary>
/// <param name="Complete">Whether the markets have enough; a remainder of less than one lot does not count.</param>
/// <param name="Reason">Null when complete; otherwise shallow, truncated or one_sided.</param>
/// <param name="Amount">Paid by a buy, received by a sell; when complete, it differs from the order by less than a lot.</param>
/// <param name="Quantity">Received by a buy, given by a sell.</param>
/// <param name="AllInPrice">Amount ÷ quantity, rounded half-even at 18 decimals; null when incomplete.</param>
/// <param name="Mid">Median of the markets' converted mids; null when none has one.</param>
/// <param name="CostBps">1e4 × D × (all-in price ÷ mid − 1), from the unrounded price.</param>
/// <param name="Legs">The markets used, in the order given.</param>
/// <param name="Singles">The result of each market that could fill the order alone, the best first.</param>
/// <param name="Saving">(all-in price of the best single − all-in price) × D × quantity, at least 0; null without a best single.</param>
/// <param name="SavingBps">The saving per 10,000 of what the best single would cost or bring.</param>
/// <param name="Certificate">Proof that the underlying merge is optimal.</param>
/// <param name="Gap">Upper bound on how much better any split could be; 0 for flat fees and divisible quantities.</param>
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
    /// <summary>The best result of one market alone; null when none could fill the order.</summary>
    public SingleMarket? BestSingle => Singles.Count == 0 ? null : Singles[0];
}

/// <summary>The order to place on one market.</summary>
/// <param name="OrderQuantity">The quantity to order, in base: a multiple of the lot step.</param>
/// <param name="Quantity">The part of it received or given, in base; less than ordered where the fee is taken from it.</param>
/// <param name="GrossAmount">In the market's quote currency, before fees.</param>
/// <param name="Fee">In the market's quote currency.</param>
/// <param name="NetAmount">In the market's quote currency, including the fee: paid by a buy, received by a sell.</param>
/// <param name="Amount">The same in the answer's currency, including its share of the conversion's cost.</param>
/// <param name="AveragePrice">Gross amount ÷ order quantity, in quote per base, rounded half-even at 18 decimals.</param>
/// <param name="WorstPrice">The last price taken, in quote per base.</param>
/// <param name="Levels">Number of levels taken from.</param>
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

/// <summary>The result of placing the whole order on one market.</summary>
public sealed record SingleMarket(Market Market, Exact Amount, Exact Quantity, Exact AllInPrice, double? CostBps);
