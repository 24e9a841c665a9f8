namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>
/// Cost against size over all markets of an asset, as <c>GET /api/best/curve</c> shows it, for plots; lot steps and minimums are ignored.
/// </summary>
/// <param name="Asset">The base asset, by its code.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Currency">The currency of the answer, by its code.</param>
/// <param name="Mid">[currency per base] Median of the markets' mids, converted, in currency per base; null when there is none.</param>
/// <param name="Complete">Whether the markets hold the largest size.</param>
/// <param name="Points">Points by ascending size, about evenly spaced on a logarithmic scale, as far as the books reach.</param>
/// <param name="MaxSkewSeconds">[seconds] Time between the oldest and the newest of the books used, in seconds; null when there is none.</param>
/// <param name="Refused">Whether the books cannot be compared; then there are no points.</param>
/// <param name="Excluded">The markets that were left out, with the reasons.</param>
/// <param name="Reason"><c>skew</c> when the books are too far apart in time, <c>price_apart</c> when their prices disagree without a majority; null unless refused.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bestCurve")]
public sealed record BestCurve(
    [property: Id(0)] string Asset,
    [property: Id(1)] string Side,
    [property: Id(2)] string Currency,
    [property: Id(3)] string? Mid,
    [property: Id(4)] bool Complete,
    [property: Id(5)] IReadOnlyList<BestCurvePoint> Points,
    [property: Id(6)] double? MaxSkewSeconds,
    [property: Id(7)] bool Refused,
    [property: Id(8)] IReadOnlyList<ExcludedMarket> Excluded,
    [property: Id(9)] string? Reason);

/// <summary>One order size of a curve over all markets.</summary>
/// <param name="Size">[currency] Paid by a buy, received by a sell, fees and conversion included, in currency.</param>
/// <param name="AllInPrice">[currency per base] size ÷ quantity, in currency per base.</param>
/// <param name="CostBps">[basis points] 1e4 × D × (allInPrice ÷ mid − 1), in basis points; null without a mid.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bestCurvePoint")]
public sealed record BestCurvePoint(
    [property: Id(0)] string Size,
    [property: Id(1)] string AllInPrice,
    [property: Id(2)] double? CostBps);
