namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>Filters of a list of markets; null is no restriction.</summary>
/// <param name="Asset">The base asset, by its code.</param>
/// <param name="Count">How many at most.</param>
/// <param name="After">The list continues after this market.</param>
[GenerateSerializer, Immutable, Alias("orderbook.marketsQuestion")]
public sealed record MarketsQuestion(
    [property: Id(0)] string? Venue,
    [property: Id(1)] string? Asset,
    [property: Id(2)] int? Count = null,
    [property: Id(3)] string? After = null);
