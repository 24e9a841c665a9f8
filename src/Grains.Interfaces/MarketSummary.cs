namespace OrderBookSilo.Grains.Interfaces;

/// <summary>A market in the registry. Base and quote are null until its venue's listing was had.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.listing")]
public sealed record MarketListing(
    [property: Id(0)] string Market,
    [property: Id(1)] bool Active,
    [property: Id(2)] string? BaseAsset,
    [property: Id(3)] string? QuoteAsset);

/// <summary>One market as <c>GET /api/markets</c> shows it. Prices are decimal text in quote per base, times UTC.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.summary")]
public sealed record MarketSummary(
    [property: Id(0)] string Market,
    [property: Id(1)] string Venue,
    [property: Id(2)] string Product,
    [property: Id(3)] string? Pair,
    [property: Id(4)] bool Active,
    [property: Id(5)] DateTimeOffset? Slot,
    [property: Id(6)] DateTimeOffset? ReceivedAt,
    [property: Id(7)] double? AgeSeconds,
    [property: Id(8)] string? BestBid,
    [property: Id(9)] string? BestAsk,
    [property: Id(10)] string? Mid,
    [property: Id(11)] double? SpreadBps,
    [property: Id(12)] int? BidLevels,
    [property: Id(13)] int? AskLevels,
    [property: Id(14)] bool? DepthComplete,
    [property: Id(15)] FailureAnswer? LastFailure,
    [property: Id(16)] DateTimeOffset? NextSlot);

/// <summary>The last pull that ended without a book.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.failure")]
public sealed record FailureAnswer(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] int? HttpStatus,
    [property: Id(3)] DateTimeOffset Slot,
    [property: Id(4)] DateTimeOffset At);

/// <summary>What one attempt came to: the market after it, and the failure if it had one.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.pulled")]
public sealed record PullAnswer(
    [property: Id(0)] MarketSummary Market,
    [property: Id(1)] FailureAnswer? Failure);
