using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Pulls;

/// <summary>A market as the warehouse knows it. The pair is null until a listing was had.</summary>
/// <param name="ActiveFrom">Start of the open active interval; null while stopped.</param>
/// <param name="QuantityStep">Lot step now in force, in base; null when unknown.</param>
public sealed record MarketRecord(
    Market Market, Pair? Pair, DateTimeOffset? ActiveFrom, TimeSpan? SlotLength, Exact? PriceStep, Exact? QuantityStep, string? Status);

/// <summary>An attempt that ended without a book.</summary>
/// <param name="ArchiveKey">Where its bytes lie, when a complete 2xx body came; null otherwise.</param>
/// <param name="BodyHead">The first <see cref="BodyHeadBytesMax"/> bytes of an answer that is not archived, as text.</param>
public sealed record FailedPull(
    Market Market,
    Slot Slot,
    DateTimeOffset RequestedAt,
    DateTimeOffset EndedAt,
    PullFailure Failure,
    string? Sha256 = null,
    string? ArchiveKey = null,
    string? BodyHead = null)
{
    public const int BodyHeadBytesMax = 1024;
}

/// <summary>The row of <c>fact_book</c> for one slot. Prices in quote per base.</summary>
public sealed record BookRecord(
    Market Market,
    Slot Slot,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? VenueTime,
    long? Sequence,
    Exact? BestBid,
    Exact? BestAsk,
    Exact? MidPrice,
    int BidLevels,
    int AskLevels,
    bool DepthComplete,
    string Sha256,
    string ArchiveKey);

/// <summary>A due slot that has no book and never will.</summary>
public sealed record GapRecord(Market Market, Slot Slot, string Reason);
