using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Spooling;

/// <summary>The fill level of the spool.</summary>
/// <param name="Bytes">Disk space of the waiting entries.</param>
/// <param name="BytesMax">Maximum disk space of waiting and quarantined entries together.</param>
/// <param name="OldestAt">When the oldest entry's attempt ended; null when there is no entry.</param>
/// <param name="OldestSlot">Start of that entry's slot.</param>
/// <param name="Quarantined">Number of entries that are damaged or permanently refused by the stores, left to an operator.</param>
/// <param name="IsFull">Whether the last attempt to add an entry failed.</param>
public sealed record SpoolStatus(
    int Entries, long Bytes, long BytesMax, DateTimeOffset? OldestAt, DateTimeOffset? OldestSlot, int Quarantined, long QuarantinedBytes, bool IsFull);

/// <summary>An entry's index data, available without reading the file.</summary>
internal sealed record SpoolItem(long Number, long Bytes, Market Market, Slot Slot, DateTimeOffset At);
