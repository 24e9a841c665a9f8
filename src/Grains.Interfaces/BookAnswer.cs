namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The latest book in compact form. Times are UTC.</summary>
/// <param name="CompactBook">The book in BookCodec's encoding; null when it is <paramref name="Unchanged"/>.</param>
/// <param name="Hash">Identifies the book: equal hashes mean equal books. Null from a silo of a version without hashes.</param>
/// <param name="Unchanged">Whether the caller already has this book.</param>
/// <param name="QuantityStep">This and the following rules: as the venue last listed them, decimal text in base or quote; null is unknown.</param>
/// <param name="Status"><c>online</c>, <c>halted</c> or <c>delisted</c>.</param>
/// <param name="FrozenSince">Start of the first slot since which the book has not moved, when it is frozen; otherwise null.</param>
[GenerateSerializer, Immutable, Alias("orderbook.book")]
public sealed record BookAnswer(
    [property: Id(0)] string Market,
    [property: Id(1)] DateTimeOffset Slot,
    [property: Id(2)] DateTimeOffset ReceivedAt,
    [property: Id(3)] byte[]? CompactBook,
    [property: Id(4)] string? Hash,
    [property: Id(5)] bool Unchanged,
    [property: Id(6)] string? QuantityStep,
    [property: Id(7)] string? QuantityMin,
    [property: Id(8)] string? NotionalMin,
    [property: Id(9)] string? Status,
    [property: Id(10)] string? BaseAsset,
    [property: Id(11)] string? QuoteAsset,
    [property: Id(12)] string? QuantityMax,
    [property: Id(13)] string? NotionalMax,
    [property: Id(14)] DateTimeOffset? FrozenSince);
