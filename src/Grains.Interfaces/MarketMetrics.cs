namespace OrderBookSilo.Grains.Interfaces;

/// <summary>Every metric of a market's latest book that needs no trades, as <c>GET …/metrics</c> shows them; METRICS.md 1.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">Start of the slot of the book, UTC.</param>
/// <param name="ReceivedAt">When the book was received, UTC.</param>
/// <param name="AgeSeconds">Time since then, in seconds.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was had.</param>
/// <param name="BestBid">b1, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">a1, in quote per base; null when there are no asks.</param>
/// <param name="Mid">m = (a1 + b1) / 2, in quote per base; null when a side is empty. Bands are around it.</param>
/// <param name="Microprice">(a1 x s_b + b1 x s_a) / (s_a + s_b), in quote per base; null when a side is empty.</param>
/// <param name="SpreadBps">1e4 x (a1 - b1) / m, in basis points; null when a side is empty.</param>
/// <param name="Bands">What rests around the mid, by band.</param>
/// <param name="Sizes">What the configured order sizes cost; empty when the quote has none.</param>
public sealed record MarketMetrics(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    double AgeSeconds,
    string? Currency,
    string? BestBid,
    string? BestAsk,
    string? Mid,
    string? Microprice,
    double? SpreadBps,
    IReadOnlyList<BandMetrics> Bands,
    IReadOnlyList<SizeMetrics> Sizes);

/// <summary>What rests within one band around the mid, boundary included.</summary>
/// <param name="BandBps">Width of the band from the mid, in basis points.</param>
/// <param name="Bids">Of the bids: what a seller meets.</param>
/// <param name="Asks">Of the asks: what a buyer meets.</param>
/// <param name="Imbalance">(B - A) / (B + A) of the quantities, as a fraction from -1 to 1; null with a reason.</param>
/// <param name="ImbalanceReason">Why it cannot be known: one_sided, truncated, or shallow when nothing rests there; null when it is.</param>
public sealed record BandMetrics(int BandBps, DepthMetrics Bids, DepthMetrics Asks, double? Imbalance, string? ImbalanceReason);

/// <summary>One side of a band.</summary>
/// <param name="Quantity">Sum of the quantities, in base; null with a reason.</param>
/// <param name="Amount">Sum of price x quantity, in quote; null with a reason.</param>
/// <param name="Levels">Number of levels; null with a reason.</param>
/// <param name="Reason">Why it cannot be known: one_sided or truncated; null when it is.</param>
public sealed record DepthMetrics(string? Quantity, string? Amount, int? Levels, string? Reason);

/// <summary>One order size: the bare walk of both sides with the fee beside it, and there and back.</summary>
/// <param name="OrderSize">N, in quote.</param>
/// <param name="Buy">Taking asks.</param>
/// <param name="Sell">Taking bids.</param>
/// <param name="RoundTrip">Buying for N and selling that at once.</param>
public sealed record SizeMetrics(string OrderSize, WalkMetrics Buy, WalkMetrics Sell, RoundTripMetrics RoundTrip);

/// <summary>A walk free of fees, lot steps and minimums, with the fee beside it; the columns of fact_cost.</summary>
/// <param name="Complete">Whether the ladder holds enough.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated or one_sided; null when it is.</param>
/// <param name="FilledAmount">F = sum of price x quantity taken, in quote.</param>
/// <param name="Quantity">Q, in base.</param>
/// <param name="AveragePrice">P = F / Q, in quote per base; null when nothing was filled.</param>
/// <param name="WorstPrice">Price of the last level taken, in quote per base; null when nothing was filled.</param>
/// <param name="SlippageBps">1e4 x D x (P / m - 1), in basis points; null when incomplete or one-sided.</param>
/// <param name="SlippageBestBps">1e4 x D x (P / best - 1), in basis points; null when incomplete.</param>
/// <param name="SlippageCost">D x (F - best x Q), in quote; null when incomplete.</param>
/// <param name="ImpactBps">1e4 x D x (p_end / m - 1), p_end the price of the first level of which something is left, in basis points; null with a reason.</param>
/// <param name="ImpactBestBps">1e4 x D x (p_end / best - 1), in basis points; null when no level is left.</param>
/// <param name="ImpactReason">Why there is no impact: the walk's reason, one_sided, or that no level is left; null when there is.</param>
/// <param name="EffectiveSpread">2 x D x (P - m), in quote per base; null when incomplete or one-sided.</param>
/// <param name="EffectiveSpreadBps">1e4 x effective spread / m, in basis points; null like it.</param>
/// <param name="FeeRate">f, as a fraction; null when no fee is known for the book's time.</param>
/// <param name="Fee">The taker's fee on F, in quote; null when incomplete or no fee is known.</param>
/// <param name="AllInPrice">P with the fee, in quote per base; null like the fee.</param>
/// <param name="CostBps">1e4 x D x (all-in price / m - 1), in basis points; null like the fee, and when one-sided.</param>
/// <param name="Levels">Number of levels taken from.</param>
public sealed record WalkMetrics(
    bool Complete,
    string? Reason,
    string FilledAmount,
    string Quantity,
    string? AveragePrice,
    string? WorstPrice,
    double? SlippageBps,
    double? SlippageBestBps,
    string? SlippageCost,
    double? ImpactBps,
    double? ImpactBestBps,
    string? ImpactReason,
    string? EffectiveSpread,
    double? EffectiveSpreadBps,
    double? FeeRate,
    string? Fee,
    string? AllInPrice,
    double? CostBps,
    int Levels);

/// <summary>What is lost by buying for an order size and selling what was bought at once.</summary>
/// <param name="Complete">Whether the asks hold enough for the buy and the bids for the sale.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated or one_sided; null when it is.</param>
/// <param name="Quantity">What the buy gets without fees, in base.</param>
/// <param name="Received">R, what selling it brings without fees, in quote; null when incomplete.</param>
/// <param name="Cost">N - R, in quote; null when incomplete.</param>
/// <param name="CostBps">1e4 x (N - R) / N, in basis points; null when incomplete.</param>
/// <param name="CostWithFees">The same when both orders pay the taker's fee, the buy out of N, in quote; null when incomplete or no fee is known.</param>
/// <param name="CostWithFeesBps">1e4 x cost with fees / N, in basis points; null like it.</param>
public sealed record RoundTripMetrics(
    bool Complete,
    string? Reason,
    string Quantity,
    string? Received,
    string? Cost,
    double? CostBps,
    string? CostWithFees,
    double? CostWithFeesBps);

/// <summary>Cost against size on a market's latest book, as <c>GET …/curve</c> shows it, for plots.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was had.</param>
/// <param name="Mid">m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="FeeRate">f of one rate for every size, as a fraction; null with rates by order amount, and when no fee is known.</param>
/// <param name="AgeSeconds">Time since the book was received, in seconds.</param>
/// <param name="Points">By size, ascending, about evenly spread by its logarithm; the first that is not complete is the last.</param>
public sealed record CostCurve(
    string Market, string Side, string? Currency, string? Mid, double? FeeRate, double AgeSeconds, IReadOnlyList<CurvePoint> Points);

/// <summary>One size of a cost curve: the walk free of lot steps and minimums, with the fee beside it.</summary>
/// <param name="Size">Of the order before fees, in quote.</param>
/// <param name="Quantity">What is taken, in base.</param>
/// <param name="AveragePrice">P, in quote per base; null when nothing was filled.</param>
/// <param name="SlippageBps">1e4 x D x (P / m - 1), in basis points; null when incomplete or one-sided.</param>
/// <param name="CostBps">1e4 x D x (all-in price / m - 1), in basis points; null also when no fee is known.</param>
/// <param name="Complete">Whether the book holds so much.</param>
public sealed record CurvePoint(string Size, string Quantity, string? AveragePrice, double? SlippageBps, double? CostBps, bool Complete);
