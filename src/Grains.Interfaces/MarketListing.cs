namespace OrderBookSilo.Grains.Interfaces;

/// <summary>A market in the registry. Base and quote are null until the venue's listing was read.</summary>
/// <param name="WasStarted">Whether it was ever started; a market that is not active and was started is stopped.</param>
[GenerateSerializer, Immutable, Alias("orderbook.listing")]
public sealed record MarketListing(
    [property: Id(0)] string Market,
    [property: Id(1)] bool Active,
    [property: Id(2)] string? BaseAsset,
    [property: Id(3)] string? QuoteAsset,
    [property: Id(4)] bool WasStarted = true);

/// <summary>The registry's list of markets, in order of their text.</summary>
/// <param name="Version">Names this content of the list; a caller that has it need not be sent it again.</param>
[GenerateSerializer, Immutable, Alias("orderbook.listings")]
public sealed record MarketListings([property: Id(0)] string Version, [property: Id(1)] IReadOnlyList<MarketListing> Markets);
