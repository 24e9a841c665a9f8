namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One pair on every market that has it, as <c>GET /api/pairs/{base}/{quote}</c> shows it.</summary>
/// <param name="Pair">Base and quote asset, normalised: BTC/USD.</param>
/// <param name="BestBid">The highest bid of all markets; null when no book has a bid.</param>
/// <param name="BestAsk">The lowest ask of all markets; null when no book has an ask.</param>
/// <param name="Markets">The prices of each market of the pair that has a usable book.</param>
/// <param name="Excluded">The markets without a usable book, and those that cannot be traded or compared.</param>
/// <param name="MaxSkewSeconds">[seconds] Time between the oldest and the newest of these books, in seconds; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("orderbook.pairPrices")]
public sealed record PairPrices(
    [property: Id(0)] string Pair,
    [property: Id(1)] MarketPrice? BestBid,
    [property: Id(2)] MarketPrice? BestAsk,
    [property: Id(3)] IReadOnlyList<PairMarket> Markets,
    [property: Id(4)] IReadOnlyList<ExcludedMarket> Excluded,
    [property: Id(5)] double? MaxSkewSeconds);

/// <summary>A price and the market that has it.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Price">[quote per base] The price, in quote per base.</param>
[GenerateSerializer, Immutable, Alias("orderbook.marketPrice")]
public sealed record MarketPrice(
    [property: Id(0)] string Market,
    [property: Id(1)] string Price);

/// <summary>The prices of one market of a pair.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="BestBid">[quote per base] b1, highest bid, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">[quote per base] a1, lowest ask, in quote per base; null when there are no asks.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="SpreadBps">[basis points] Quoted spread, 1e4 x (a1 - b1) / m, in basis points; null when a side is empty.</param>
/// <param name="ReceivedAt">[UTC] When its book was complete, UTC.</param>
/// <param name="AgeSeconds">[seconds] Time since then, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
[GenerateSerializer, Immutable, Alias("orderbook.pairMarket")]
public sealed record PairMarket(
    [property: Id(0)] string Market,
    [property: Id(1)] string? BestBid,
    [property: Id(2)] string? BestAsk,
    [property: Id(3)] string? Mid,
    [property: Id(4)] double? SpreadBps,
    [property: Id(5)] DateTimeOffset ReceivedAt,
    [property: Id(6)] double? AgeSeconds);

/// <summary>A market that is left out of an answer.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Reason"><c>no_book</c>, <c>stale</c>, <c>frozen</c>, <c>stopped</c>, <c>no_answer</c>, <c>not_trading</c>, <c>clock</c> or <c>price_apart</c>; of a split also <c>one_sided</c>, <c>no_conversion</c>, <c>no_fee</c> or <c>prices_rounded</c>.</param>
[GenerateSerializer, Immutable, Alias("orderbook.excluded")]
public sealed record ExcludedMarket(
    [property: Id(0)] string Market,
    [property: Id(1)] string Reason);
