namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>Cost against size on a market's latest book, as <c>GET …/curve</c> shows it, for plots.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was read.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="FeeRate">[fraction] f when one rate applies to every size, as a fraction; null when the rate depends on the order amount, and when no fee is known.</param>
/// <param name="AgeSeconds">[seconds] Time since the book was received, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
/// <param name="Points">Points by ascending size, about evenly spaced on a logarithmic scale; the first that is not complete is the last.</param>
[GenerateSerializer, Immutable, Alias("orderbook.costCurve")]
public sealed record CostCurve(
    [property: Id(0)] string Market,
    [property: Id(1)] string Side,
    [property: Id(2)] string? Currency,
    [property: Id(3)] string? Mid,
    [property: Id(4)] double? FeeRate,
    [property: Id(5)] double? AgeSeconds,
    [property: Id(6)] IReadOnlyList<CurvePoint> Points);

/// <summary>One size of a cost curve: the walk without lot steps and minimums, and its fee.</summary>
/// <param name="Size">[quote] Order size before fees, in quote.</param>
/// <param name="Quantity">[base] Quantity filled, in base.</param>
/// <param name="AveragePrice">[quote per base] P, in quote per base; null when nothing was filled.</param>
/// <param name="SlippageBps">[basis points] 1e4 x D x (P / m - 1), in basis points; null when incomplete or one-sided.</param>
/// <param name="CostBps">[basis points] 1e4 x D x (all-in price / m - 1), in basis points; null also when no fee is known.</param>
/// <param name="Complete">Whether the book holds this size.</param>
[GenerateSerializer, Immutable, Alias("orderbook.curvePoint")]
public sealed record CurvePoint(
    [property: Id(0)] string Size,
    [property: Id(1)] string Quantity,
    [property: Id(2)] string? AveragePrice,
    [property: Id(3)] double? SlippageBps,
    [property: Id(4)] double? CostBps,
    [property: Id(5)] bool Complete);
