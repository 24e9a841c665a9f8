namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The latest book, compact. Times UTC.</summary>
/// <param name="CompactBook">The bytes are BookCodec's; null when the book is <paramref name="Unchanged"/>.</param>
/// <param name="Hash">Names the book: two books with the same hash are the same. Null from a silo that does not know hashes yet.</param>
/// <param name="Unchanged">The caller has this book already.</param>
[GenerateSerializer, Immutable, Alias("orderbook.book")]
public sealed record BookAnswer(
    [property: Id(0)] string Market,
    [property: Id(1)] DateTimeOffset Slot,
    [property: Id(2)] DateTimeOffset ReceivedAt,
    [property: Id(3)] byte[]? CompactBook,
    [property: Id(4)] string? Hash,
    [property: Id(5)] bool Unchanged);

/// <summary>One order to be costed. The amount is decimal text in quote, or in base when <paramref name="InBase"/>.</summary>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
[GenerateSerializer, Immutable, Alias("orderbook.costQuestion")]
public sealed record CostQuestion(
    [property: Id(0)] string Side,
    [property: Id(1)] string Amount,
    [property: Id(2)] bool InBase);

/// <summary>The cost of one order on one book, as <c>GET …/cost</c> shows it: decimal text in quote and base, ratios in basis points.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.cost")]
public sealed record CostAnswer(
    [property: Id(0)] string Market,
    [property: Id(1)] string Side,
    [property: Id(2)] string Amount,
    [property: Id(3)] string? Currency,
    [property: Id(4)] bool Complete,
    [property: Id(5)] string? Reason,
    [property: Id(6)] string FilledAmount,
    [property: Id(7)] string? Unspent,
    [property: Id(8)] string Quantity,
    [property: Id(9)] string? AveragePrice,
    [property: Id(10)] string? WorstPrice,
    [property: Id(11)] string? Mid,
    [property: Id(12)] double? SlippageBps,
    [property: Id(13)] double? FeeRate,
    [property: Id(14)] string? Fee,
    [property: Id(15)] string? AllInPrice,
    [property: Id(16)] double? CostBps,
    [property: Id(17)] int Levels,
    [property: Id(18)] double AgeSeconds);
