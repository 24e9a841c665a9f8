namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>Every metric of a market's latest book that needs no trades, as <c>GET …/metrics</c> shows it; docs/metrics.md 1.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot of the book, UTC.</param>
/// <param name="ReceivedAt">[UTC] When the book was received, UTC.</param>
/// <param name="AgeSeconds">[seconds] Time since then, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was read.</param>
/// <param name="BestBid">[quote per base] b1, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">[quote per base] a1, in quote per base; null when there are no asks.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty. Bands are measured from it.</param>
/// <param name="Microprice">[quote per base] (a1 x s_b + b1 x s_a) / (s_a + s_b), in quote per base; null when a side is empty.</param>
/// <param name="SpreadBps">[basis points] 1e4 x (a1 - b1) / m, in basis points; null when a side is empty.</param>
/// <param name="Bands">Depth around the mid, by band.</param>
/// <param name="Sizes">Costs of the configured order sizes; empty when the quote has none.</param>
[GenerateSerializer, Immutable, Alias("orderbook.metrics")]
public sealed record MarketMetrics(
    [property: Id(0)] string Market,
    [property: Id(1)] DateTimeOffset Slot,
    [property: Id(2)] DateTimeOffset ReceivedAt,
    [property: Id(3)] double? AgeSeconds,
    [property: Id(4)] string? Currency,
    [property: Id(5)] string? BestBid,
    [property: Id(6)] string? BestAsk,
    [property: Id(7)] string? Mid,
    [property: Id(8)] string? Microprice,
    [property: Id(9)] double? SpreadBps,
    [property: Id(10)] IReadOnlyList<BandMetrics> Bands,
    [property: Id(11)] IReadOnlyList<SizeMetrics> Sizes);

/// <summary>The depth within one band around the mid, boundary included.</summary>
/// <param name="BandBps">[basis points] Width of the band from the mid, in basis points.</param>
/// <param name="Bids">Depth of the bids, which a seller meets.</param>
/// <param name="Asks">Depth of the asks, which a buyer meets.</param>
/// <param name="Imbalance">[fraction] (B - A) / (B + A) of the quantities, as a fraction from -1 to 1; null with a reason.</param>
/// <param name="ImbalanceReason">Why it is unknown: one_sided, truncated, or shallow when the band is empty; null when it is known.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bandMetrics")]
public sealed record BandMetrics(
    [property: Id(0)] int BandBps,
    [property: Id(1)] DepthMetrics Bids,
    [property: Id(2)] DepthMetrics Asks,
    [property: Id(3)] double? Imbalance,
    [property: Id(4)] string? ImbalanceReason);

/// <summary>One side of a band.</summary>
/// <param name="Quantity">[base] Sum of the quantities, in base; null with a reason.</param>
/// <param name="Amount">[quote] Sum of price x quantity, in quote; null with a reason.</param>
/// <param name="Levels">Number of levels; null with a reason.</param>
/// <param name="Reason">Why it is unknown: one_sided or truncated; null when it is known.</param>
[GenerateSerializer, Immutable, Alias("orderbook.depthMetrics")]
public sealed record DepthMetrics(
    [property: Id(0)] string? Quantity,
    [property: Id(1)] string? Amount,
    [property: Id(2)] int? Levels,
    [property: Id(3)] string? Reason);

/// <summary>One order size: the bare walk of both sides with its fee, and the round trip.</summary>
/// <param name="OrderSize">[quote] N, in quote.</param>
/// <param name="Buy">Walk through the asks.</param>
/// <param name="Sell">Walk through the bids.</param>
/// <param name="RoundTrip">Buying for N and selling that immediately.</param>
[GenerateSerializer, Immutable, Alias("orderbook.sizeMetrics")]
public sealed record SizeMetrics(
    [property: Id(0)] string OrderSize,
    [property: Id(1)] WalkMetrics Buy,
    [property: Id(2)] WalkMetrics Sell,
    [property: Id(3)] RoundTripMetrics RoundTrip);

/// <summary>A walk without lot steps and minimums, and its fee; the columns of fact_cost.</summary>
/// <param name="Complete">Whether this side of the book holds enough.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated or one_sided; null when it is.</param>
/// <param name="FilledAmount">[quote] F = sum of price x quantity filled, in quote.</param>
/// <param name="Quantity">[base] Q, in base.</param>
/// <param name="AveragePrice">[quote per base] P = F / Q, in quote per base; null when nothing was filled.</param>
/// <param name="WorstPrice">[quote per base] Price of the last level filled, in quote per base; null when nothing was filled.</param>
/// <param name="SlippageBps">[basis points] 1e4 x D x (P / m - 1), in basis points; null when incomplete or one-sided.</param>
/// <param name="SlippageBestBps">[basis points] 1e4 x D x (P / best - 1), in basis points; null when incomplete.</param>
/// <param name="SlippageCost">[quote] D x (F - best x Q), in quote; null when incomplete.</param>
/// <param name="ImpactBps">[basis points] 1e4 x D x (p_end / m - 1), p_end the price of the first level that is not used up, in basis points; null with a reason.</param>
/// <param name="ImpactBestBps">[basis points] 1e4 x D x (p_end / best - 1), in basis points; null when no level is left.</param>
/// <param name="ImpactReason">Why there is no impact: the walk's reason, one_sided, or that no level is left; null when there is one.</param>
/// <param name="EffectiveSpread">[quote per base] 2 x D x (P - m), in quote per base; null when incomplete or one-sided.</param>
/// <param name="EffectiveSpreadBps">[basis points] 1e4 x effective spread / m, in basis points; null like it.</param>
/// <param name="FeeRate">[fraction] f, as a fraction; null when no fee is known for the book's time.</param>
/// <param name="Fee">[quote] The taker's fee on F, in quote; null when incomplete or no fee is known.</param>
/// <param name="AllInPrice">[quote per base] P with the fee, in quote per base; null like the fee.</param>
/// <param name="CostBps">[basis points] 1e4 x D x (all-in price / m - 1), in basis points; null like the fee, and when one-sided.</param>
/// <param name="Levels">Number of levels filled from.</param>
[GenerateSerializer, Immutable, Alias("orderbook.walkMetrics")]
public sealed record WalkMetrics(
    [property: Id(0)] bool Complete,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string FilledAmount,
    [property: Id(3)] string Quantity,
    [property: Id(4)] string? AveragePrice,
    [property: Id(5)] string? WorstPrice,
    [property: Id(6)] double? SlippageBps,
    [property: Id(7)] double? SlippageBestBps,
    [property: Id(8)] string? SlippageCost,
    [property: Id(9)] double? ImpactBps,
    [property: Id(10)] double? ImpactBestBps,
    [property: Id(11)] string? ImpactReason,
    [property: Id(12)] string? EffectiveSpread,
    [property: Id(13)] double? EffectiveSpreadBps,
    [property: Id(14)] double? FeeRate,
    [property: Id(15)] string? Fee,
    [property: Id(16)] string? AllInPrice,
    [property: Id(17)] double? CostBps,
    [property: Id(18)] int Levels);

/// <summary>What is lost by buying for an order size and selling what was bought immediately.</summary>
/// <param name="Complete">Whether the asks hold enough for the buy and the bids for the sale.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated or one_sided; null when it is.</param>
/// <param name="Quantity">[base] What the buy gets without fees, in base.</param>
/// <param name="Received">[quote] R, what the sale returns without fees, in quote; null when incomplete.</param>
/// <param name="Cost">[quote] N - R, in quote; null when incomplete.</param>
/// <param name="CostBps">[basis points] 1e4 x (N - R) / N, in basis points; null when incomplete.</param>
/// <param name="CostWithFees">[quote] N - R when both orders pay the taker's fee, the buy out of N, in quote; null when incomplete or no fee is known.</param>
/// <param name="CostWithFeesBps">[basis points] 1e4 x cost with fees / N, in basis points; null like it.</param>
[GenerateSerializer, Immutable, Alias("orderbook.roundTripMetrics")]
public sealed record RoundTripMetrics(
    [property: Id(0)] bool Complete,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string Quantity,
    [property: Id(3)] string? Received,
    [property: Id(4)] string? Cost,
    [property: Id(5)] double? CostBps,
    [property: Id(6)] string? CostWithFees,
    [property: Id(7)] double? CostWithFeesBps);
