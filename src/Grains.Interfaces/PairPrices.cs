namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One pair as <c>GET /api/pairs/{base}/{quote}</c> shows it. Prices are decimal text in quote per base, times UTC.</summary>
/// <param name="BestBid">The highest bid of all; null when no book has a bid.</param>
/// <param name="BestAsk">The lowest ask of all; null when no book has an ask.</param>
/// <param name="MaxSkewSeconds">Time between the oldest and the newest of these books; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("orderbook.pairPrices")]
public sealed record PairPrices(
    [property: Id(0)] string Pair,
    [property: Id(1)] MarketPrice? BestBid,
    [property: Id(2)] MarketPrice? BestAsk,
    [property: Id(3)] IReadOnlyList<PairMarket> Markets,
    [property: Id(4)] IReadOnlyList<ExcludedMarket> Excluded,
    [property: Id(5)] double? MaxSkewSeconds);

/// <summary>A price and the market that has it.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.marketPrice")]
public sealed record MarketPrice(
    [property: Id(0)] string Market,
    [property: Id(1)] string Price);

/// <summary>What one market of a pair shows.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.pairMarket")]
public sealed record PairMarket(
    [property: Id(0)] string Market,
    [property: Id(1)] string? BestBid,
    [property: Id(2)] string? BestAsk,
    [property: Id(3)] string? Mid,
    [property: Id(4)] double? SpreadBps,
    [property: Id(5)] DateTimeOffset ReceivedAt,
    [property: Id(6)] double AgeSeconds);

/// <summary>A market that is left out of an answer.</summary>
/// <param name="Reason"><c>no_book</c>, <c>stale</c>, <c>stopped</c> or <c>no_answer</c>.</param>
[GenerateSerializer, Immutable, Alias("orderbook.excluded")]
public sealed record ExcludedMarket(
    [property: Id(0)] string Market,
    [property: Id(1)] string Reason);
