using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

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
    string ArchiveKey)
{
    /// <summary>Start of the first slot since which no book of the market has moved, as far as facts are looked back; null when unknown.</summary>
    public DateTimeOffset? UnmovedSince { get; init; }

    public BookMark Mark => new(Sequence, VenueTime, Sha256);

    public bool IsFrozen => Standstill.IsFrozen(Slot, UnmovedSince);
}
