using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Grains.Questions;

/// <summary>A market's latest book, the start of its slot, when it was received, the venue's latest order rules, and whether it is frozen.</summary>
public sealed record MarketBook(Market Market, OrderBook Book, DateTimeOffset Slot, DateTimeOffset ReceivedAt, MarketRules Rules, bool IsFrozen)
{
    public double? AgeSeconds(ClockTime now) => Age.Seconds(ReceivedAt, now);
}
