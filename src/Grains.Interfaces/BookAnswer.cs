namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The latest book, compact. Times UTC.</summary>
/// <param name="CompactBook">The bytes are BookCodec's; null when the book is <paramref name="Unchanged"/>.</param>
/// <param name="Hash">Names the book: two books with the same hash are the same. Null from a silo that does not know hashes yet.</param>
/// <param name="Unchanged">The caller has this book already.</param>
/// <param name="QuantityStep">Like the rules that follow: as the venue last listed it, decimal text in base or quote; null is unknown.</param>
/// <param name="Status"><c>online</c>, <c>halted</c> or <c>delisted</c>.</param>
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
    [property: Id(11)] string? QuoteAsset);
