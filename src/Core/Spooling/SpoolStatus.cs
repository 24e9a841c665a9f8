using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Spooling;

/// <summary>How much waits.</summary>
/// <param name="Bytes">What the entries that wait take of the disk.</param>
/// <param name="BytesMax">What they and those quarantined may take.</param>
/// <param name="OldestAt">When the attempt ended that has waited longest; null when none waits.</param>
/// <param name="OldestSlot">Start of its slot.</param>
/// <param name="Quarantined">Entries that the stores refuse for good or that are damaged, left to an operator.</param>
/// <param name="IsFull">Whether nothing more could be added when it was last tried.</param>
public sealed record SpoolStatus(
    int Entries, long Bytes, long BytesMax, DateTimeOffset? OldestAt, DateTimeOffset? OldestSlot, int Quarantined, long QuarantinedBytes, bool IsFull);

/// <summary>An entry as the spool knows it without reading it.</summary>
internal sealed record SpoolItem(long Number, long Bytes, Market Market, Slot Slot, DateTimeOffset At);
