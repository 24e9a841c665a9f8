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

/// <summary>The cost of one order on the latest book, as <c>GET …/cost</c> shows it: amounts and prices as decimal text; METRICS.md 1.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="Amount">What was asked for: to spend (buy) or to receive (sell) in quote, or the quantity with unit=base.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was had.</param>
/// <param name="Complete">Whether the book holds enough for the order.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated or one_sided; null when it is.</param>
/// <param name="FilledAmount">F = sum of price x quantity taken, in quote.</param>
/// <param name="Unspent">What is left of the amount, in quote or base as it was asked; null when not complete.</param>
/// <param name="Quantity">Q = sum of what is taken of each level, in base.</param>
/// <param name="AveragePrice">P = F / Q, in quote per base; null when nothing was filled.</param>
/// <param name="WorstPrice">Price of the last level taken, in quote per base; null when nothing was filled.</param>
/// <param name="Mid">m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="SlippageBps">1e4 x D x (P / m - 1), D = +1 buy, -1 sell, in basis points; null when incomplete or one-sided.</param>
/// <param name="FeeRate">f, taker rate as a fraction; null when no schedule is known.</param>
/// <param name="Fee">The taker's fee on F, in quote; null like the rate, and when incomplete.</param>
/// <param name="AllInPrice">Price with the fee, in quote per base: buy P(1+f), or P/(1-f) where the fee is taken from what is received; sell P(1-f). Null like the fee.</param>
/// <param name="CostBps">1e4 x D x (all-in price / m - 1), in basis points; null like the fee, and when one-sided.</param>
/// <param name="Levels">Number of levels taken from.</param>
/// <param name="AgeSeconds">Time since the book was received, in seconds.</param>
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
