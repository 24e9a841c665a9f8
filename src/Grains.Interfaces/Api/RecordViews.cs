namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The book of a past slot, as it was stored.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC.</param>
/// <param name="ReceivedAt">[UTC] When the venue's answer was complete, UTC.</param>
/// <param name="VenueTime">[UTC] The venue's own time of the book, UTC; null where it gives none.</param>
/// <param name="Sequence">The venue's own number of this state of the book; null where it gives none.</param>
/// <param name="BestBid">[quote per base] b1, highest bid, in quote per base; null when there are no bids.</param>
/// <param name="BestAsk">[quote per base] a1, lowest ask, in quote per base; null when there are no asks.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="BidLevels">Number of bid levels received.</param>
/// <param name="AskLevels">Number of ask levels received.</param>
/// <param name="DepthComplete">Whether the venue promises that the book holds every level of both sides; false: not known to be whole.</param>
/// <param name="Sha256">SHA-256 of the archived body, lower-case hex.</param>
/// <param name="ArchiveKey">Key of the body in the archive.</param>
public sealed record HistoryView(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? VenueTime,
    long? Sequence,
    string? BestBid,
    string? BestAsk,
    string? Mid,
    int BidLevels,
    int AskLevels,
    bool DepthComplete,
    string Sha256,
    string ArchiveKey);

/// <summary>A due slot that has no book and never will have one.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC.</param>
/// <param name="Reason">Kind of the slot's last failed attempt, clock when the silo's clock was off; not_running when there was no attempt.</param>
public sealed record GapView(string Market, DateTimeOffset Slot, string Reason);

/// <summary>An attempt that ended without a book, as it was stored.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot that the attempt was for, UTC.</param>
/// <param name="At">[UTC] When the attempt ended, UTC.</param>
/// <param name="Kind">Kind of the failure, one of a closed set in snake_case.</param>
/// <param name="HttpStatus">HTTP status of the venue's answer; null when none came.</param>
/// <param name="Message">Description of the failure, in the venue's own words where it gave any, trimmed.</param>
public sealed record FailureView(string Market, DateTimeOffset Slot, DateTimeOffset At, string Kind, int? HttpStatus, string Message);
