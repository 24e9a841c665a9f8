namespace OrderBookSilo.Grains.Interfaces;

/// <summary>A market in the registry. Base and quote are null until the venue's listing was read.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.listing")]
public sealed record MarketListing(
    [property: Id(0)] string Market,
    [property: Id(1)] bool Active,
    [property: Id(2)] string? BaseAsset,
    [property: Id(3)] string? QuoteAsset);
