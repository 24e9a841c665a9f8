using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>How a walk treats the level that overshoots the order size.</summary>
public enum FillPolicy
{
    /// <summary>Take only the part of it that the order still needs.</summary>
    Exact,

    /// <summary>Whole levels only; stop before the level that overshoots.</summary>
    Under,

    /// <summary>Whole levels only; include the level that overshoots.</summary>
    Over,

    /// <summary>The prototype's rule, for comparison: whole levels, and a level that overshoots by more than 1 is skipped.</summary>
    Seed,
}

/// <summary>Why a metric could not be computed.</summary>
public enum MetricReason
{
    Shallow,
    Truncated,
    OneSided,
    Crossed,
    Auction,
    Stale,
    NoConversion,

    /// <summary>The order is smaller than the venue accepts.</summary>
    BelowMinimum,

    /// <summary>No book was received by the slot's deadline.</summary>
    Late,

    /// <summary>Every market was excluded, each for its own reason.</summary>
    NoMarket,
}

/// <summary>
/// The result of one walk for one order size, fees not included. Amounts in quote, quantities in base, prices in quote per
/// base. docs/metrics.md 1: walk, VWAP fill price, slippage.
/// </summary>
/// <param name="OrderSize">The amount to spend (buy) or receive (sell); for a walk by base quantity, that quantity in base.</param>
/// <param name="Complete">Whether the ladder had enough levels.</param>
/// <param name="Reason">Null when complete; otherwise shallow, truncated or one_sided.</param>
/// <param name="FilledAmount">Sum of the fills' amounts, exact; with <c>seed</c> these are rounded to cents, as the prototype's were.</param>
/// <param name="Unspent">
/// What remains of the order when the walk is complete: 0 with <c>exact</c>, negative where <c>over</c> or <c>seed</c> took
/// more than ordered; null when the walk is incomplete.
/// </param>
/// <param name="Quantity">Sum of the fills' quantities, exact except for the last fill's quotient (rounded down at 18 decimals).</param>
/// <param name="AveragePrice">Filled amount ÷ unrounded quantity, rounded once half-even at 18 decimals; null when nothing was filled.</param>
/// <param name="SlippageBps">Of the unrounded average against mid, rounded once; null when incomplete, one-sided or nothing was filled.</param>
/// <param name="SlippageBestBps">The same against the best price of the side taken; null when incomplete or nothing was filled.</param>
/// <param name="Levels">Number of levels that the walk took from.</param>
public sealed record Cost(
    Side Side,
    Exact OrderSize,
    FillPolicy FillPolicy,
    bool Complete,
    MetricReason? Reason,
    Exact FilledAmount,
    Exact? Unspent,
    Exact Quantity,
    Exact? AveragePrice,
    Exact? WorstPrice,
    double? SlippageBps,
    double? SlippageBestBps,
    int Levels)
{
    /// <summary>The unrounded average price, for further computation.</summary>
    internal Ratio? Average { get; init; }

    /// <summary>
    /// The price of the first remaining level against mid; null with <see cref="ImpactReason"/>. docs/metrics.md 1: impact
    /// (marginal).
    /// </summary>
    public double? ImpactBps { get; init; }

    /// <summary>The same against the best price of the side taken; null when incomplete and when no level remains.</summary>
    public double? ImpactBestBps { get; init; }

    /// <summary>
    /// Why there is no impact: the walk's own reason, one_sided, or shallow or truncated when the walk took the last known
    /// level.
    /// </summary>
    public MetricReason? ImpactReason { get; init; }

    /// <summary>2 × D × (unrounded average − mid), in quote per base; null when incomplete or one-sided. docs/metrics.md 1: effective spread.</summary>
    public Exact? EffectiveSpread { get; init; }

    /// <summary>Relative to mid; twice the slippage.</summary>
    public double? EffectiveSpreadBps => 2 * SlippageBps;

    /// <summary>D × (filled amount − best price × unrounded quantity), in quote; null when incomplete. docs/metrics.md 1: slippage cost.</summary>
    public Exact? SlippageCost { get; init; }

    /// <summary>The taker fee on the filled amount ÷ that amount; null when unknown.</summary>
    public double? FeeRate { get; init; }

    /// <summary>The taker fee on the filled amount, in quote; null when unknown or the walk is incomplete.</summary>
    public Exact? Fee { get; init; }

    /// <summary>Average price including the fee; null when the fee is. docs/metrics.md 1: all-in price.</summary>
    public Exact? AllInPrice { get; init; }

    /// <summary>
    /// The unrounded all-in price against mid, rounded once; null when the fee is, and when one-sided. docs/metrics.md 1:
    /// all-in cost.
    /// </summary>
    public double? CostBps { get; init; }
}

/// <summary>The part of one level that was taken; position counts the levels of the ladder from 1, the best price.</summary>
/// <param name="Amount">In quote: price × quantity for a whole level; exactly what remained of the order size for the last partial one.</param>
public readonly record struct Fill(int Position, Exact Price, Exact Quantity, Exact Amount);

/// <summary>Resting quantity within a band of the mid, boundary included. docs/metrics.md 1: depth at x.</summary>
/// <param name="Side">The taker's side: buy counts asks.</param>
/// <param name="Quantity">In base; null with a reason when it cannot be determined.</param>
/// <param name="Amount">In quote.</param>
public sealed record DepthBand(Side Side, int BandBps, Exact? Quantity, Exact? Amount, int? Levels, MetricReason? Reason);

/// <summary>How much larger the bids are than the asks within a band of the mid, both in base.</summary>
/// <param name="Imbalance">From -1 (only asks) to 1 (only bids); null with a reason: that of the depth, or shallow when the band is empty.</param>
public readonly record struct BandImbalance(int BandBps, double? Imbalance, MetricReason? Reason);
