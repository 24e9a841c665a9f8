namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One market with its latest book, as <c>GET /api/markets</c> shows it.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Venue">Our code of the exchange, lower case.</param>
/// <param name="Product">The venue's name of the instrument, in its spelling.</param>
/// <param name="Pair">Base and quote asset, normalised: BTC/USD; null until the venue's listing was read.</param>
/// <param name="Active">Whether it is pulled; false once it was stopped.</param>
/// <param name="Slot">[UTC] Start of the latest book's slot, UTC; null while there is no book, as are the book's fields below.</param>
/// <param name="ReceivedAt">[UTC] When the latest book was complete, UTC.</param>
/// <param name="AgeSeconds">[seconds] Time since then, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
/// <param name="BestBid">[quote per base] b1, highest bid, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">[quote per base] a1, lowest ask, in quote per base; null when there are no asks.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="SpreadBps">[basis points] Quoted spread, 1e4 x (a1 - b1) / m, in basis points; null when a side is empty.</param>
/// <param name="BidLevels">Number of bid levels received.</param>
/// <param name="AskLevels">Number of ask levels received.</param>
/// <param name="DepthComplete">Whether the venue promises that the book holds every level of both sides; false: not known to be whole.</param>
/// <param name="LastFailure">The last pull that ended without a book, kept after a later success; null when there was none.</param>
/// <param name="NextSlot">[UTC] Start of the next slot that is due, UTC; null while stopped.</param>
/// <param name="Status">trading or not_trading, as its venue lists it; unknown when no listing of this or the previous slot names it.</param>
/// <param name="FrozenSince">[UTC] Start of the first slot since which the book has not moved, UTC, when that is over three slots; otherwise null.</param>
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
    [property: Id(16)] DateTimeOffset? NextSlot,
    [property: Id(17)] string Status,
    [property: Id(18)] DateTimeOffset? FrozenSince);

/// <summary>A pull that ended without a book.</summary>
/// <param name="Kind">Kind of the failure, one of a closed set in snake_case; no_answer when the market itself does not answer.</param>
/// <param name="Message">Description of the failure, in the venue's own words where it gave any, trimmed.</param>
/// <param name="HttpStatus">HTTP status of the venue's answer; null when none came.</param>
/// <param name="Slot">[UTC] Start of the slot that the pull was for, UTC.</param>
/// <param name="At">[UTC] When the pull ended, UTC.</param>
[GenerateSerializer, Immutable, Alias("orderbook.failure")]
public sealed record FailureAnswer(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] int? HttpStatus,
    [property: Id(3)] DateTimeOffset Slot,
    [property: Id(4)] DateTimeOffset At);
