using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>A due slot that has no book and never will.</summary>
public sealed record GapRecord(Market Market, Slot Slot, string Reason);
