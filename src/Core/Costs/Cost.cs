using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>How a walk treats the level that overshoots the order size.</summary>
public enum FillPolicy
{
    /// <summary>Take just the part of it that is left to spend.</summary>
    Exact,

    /// <summary>Whole levels only; stop before the one that overshoots.</summary>
    Under,

    /// <summary>Whole levels only; take the one that overshoots.</summary>
    Over,

    /// <summary>The prototype's rule, for comparison: whole levels, one that overshoots by more than 1 is skipped.</summary>
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
}

/// <summary>
/// What one walk says about one order size, fees not included. Amounts in quote, quantities in base, prices in quote per base.
/// docs/metrics.md 1: walk, VWAP fill price, slippage.
/// </summary>
/// <param name="OrderSize">What was to be spent (buy) or received (sell); for a walk by base quantity, that quantity in base.</param>
/// <param name="Complete">Whether the ladder held enough.</param>
/// <param name="Reason">Null when complete; else shallow, truncated or one_sided.</param>
/// <param name="FilledAmount">Sum of the fills' amounts, exact; with <c>seed</c> these are rounded to cents, as the prototype's were.</param>
/// <param name="Unspent">
/// What of the order is left when the walk is complete: 0 with <c>exact</c>, negative where <c>over</c> or <c>seed</c> took more than
/// was asked; null when the walk is incomplete.
/// </param>
/// <param name="Quantity">Sum of the fills' quantities, exact but for the last fill's quotient (rounded down at 18 decimals).</param>
/// <param name="AveragePrice">Filled amount ÷ unrounded quantity, rounded once half-even at 18 decimals; null when nothing was filled.</param>
/// <param name="SlippageBps">Of the unrounded average against mid, rounded once; null when incomplete, one-sided or nothing was filled.</param>
/// <param name="SlippageBestBps">The same against the best price of the side taken; null when incomplete or nothing was filled.</param>
/// <param name="Levels">How many levels the walk took from.</param>
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
    /// <summary>The average price before it was rounded; for what is computed from it.</summary>
    internal Ratio? Average { get; init; }

    /// <summary>Of the price of the first level left against mid; null with <see cref="ImpactReason"/>. docs/metrics.md 1: impact (marginal).</summary>
    public double? ImpactBps { get; init; }

    /// <summary>The same against the best price of the side taken; null when incomplete and when no level is left.</summary>
    public double? ImpactBestBps { get; init; }

    /// <summary>Why there is no impact: the walk's own reason, one_sided, or shallow or truncated when it took the last level known.</summary>
    public MetricReason? ImpactReason { get; init; }

    /// <summary>2 × D × (unrounded average − mid), in quote per base; null when incomplete or one-sided. docs/metrics.md 1: effective spread.</summary>
    public Exact? EffectiveSpread { get; init; }

    /// <summary>The same of mid; twice the slippage.</summary>
    public double? EffectiveSpreadBps => 2 * SlippageBps;

    /// <summary>D × (filled amount − best price × unrounded quantity), in quote; null when incomplete. docs/metrics.md 1: slippage cost.</summary>
    public Exact? SlippageCost { get; init; }

    /// <summary>The taker's fee on the filled amount ÷ that amount; null when it is not known.</summary>
    public double? FeeRate { get; init; }

    /// <summary>The taker's fee on the filled amount, in quote; null when it is not known or the walk is incomplete.</summary>
    public Exact? Fee { get; init; }

    /// <summary>Average price with the fee; null like the fee. docs/metrics.md 1: all-in price.</summary>
    public Exact? AllInPrice { get; init; }

    /// <summary>Of the unrounded all-in price against mid, rounded once; null like the fee, and when one-sided. docs/metrics.md 1: all-in cost.</summary>
    public double? CostBps { get; init; }
}

/// <summary>The part of one level taken; position counts the levels of the ladder from 1, the best price.</summary>
/// <param name="Amount">In quote: price × quantity for a whole level; what was left of the order size, exactly, for the last partial one.</param>
public readonly record struct Fill(int Position, Exact Price, Exact Quantity, Exact Amount);

/// <summary>Resting quantity within a band of the mid, boundary included. docs/metrics.md 1: depth at x.</summary>
/// <param name="Side">The taker's side: buy counts asks.</param>
/// <param name="Quantity">In base; null with a reason when it cannot be known.</param>
/// <param name="Amount">In quote.</param>
public sealed record DepthBand(Side Side, int BandBps, Exact? Quantity, Exact? Amount, int? Levels, MetricReason? Reason);

/// <summary>How much more bids than asks rest within a band of the mid, of both in base.</summary>
/// <param name="Imbalance">From -1, asks only, to 1, bids only; null with a reason: that of the depth, or shallow when nothing rests there.</param>
public readonly record struct BandImbalance(int BandBps, double? Imbalance, MetricReason? Reason);
