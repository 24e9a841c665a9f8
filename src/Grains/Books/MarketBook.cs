using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Books;

/// <summary>A market's latest book, the start of its slot, and when it was received.</summary>
public sealed record MarketBook(Market Market, OrderBook Book, DateTimeOffset Slot, DateTimeOffset ReceivedAt)
{
    public double AgeSeconds(DateTimeOffset now) => Age.Seconds(ReceivedAt, now);
}
