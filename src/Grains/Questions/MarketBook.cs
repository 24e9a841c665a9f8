using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>A market's latest book, the start of its slot, when it was received, and the venue's latest order rules.</summary>
public sealed record MarketBook(Market Market, OrderBook Book, DateTimeOffset Slot, DateTimeOffset ReceivedAt, MarketRules Rules)
{
    public double AgeSeconds(DateTimeOffset now) => Age.Seconds(ReceivedAt, now);
}
