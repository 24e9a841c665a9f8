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
    string ArchiveKey);
