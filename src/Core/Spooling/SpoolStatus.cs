using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Spooling;

/// <summary>The fill level of the spool.</summary>
/// <param name="Bytes">Disk space of the waiting entries.</param>
/// <param name="BytesMax">Maximum disk space of waiting and quarantined entries together.</param>
/// <param name="OldestAt">When the oldest entry's attempt ended; null when there is no entry.</param>
/// <param name="OldestSlot">Start of that entry's slot.</param>
/// <param name="Quarantined">Number of entries that are damaged or permanently refused by the stores, left to an operator.</param>
/// <param name="InMemory">Number of the entries that only this process holds, because the disk took none.</param>
/// <param name="Refusal">Why the last attempt to add an entry failed; null when it did not.</param>
public sealed record SpoolStatus(
    int Entries,
    long Bytes,
    long BytesMax,
    DateTimeOffset? OldestAt,
    DateTimeOffset? OldestSlot,
    int Quarantined,
    long QuarantinedBytes,
    int InMemory = 0,
    SpoolRefusal? Refusal = null)
{
    public bool IsFull => Refusal is not null;
}

/// <summary>Why nothing can be added to the spool.</summary>
/// <param name="Message">What the disk answered, or which limit was reached.</param>
public sealed record SpoolRefusal(SpoolRefusalKind Kind, string Message);

/// <summary>What kind of trouble the spool has.</summary>
public enum SpoolRefusalKind
{
    /// <summary>The disk has no room.</summary>
    DiskFull,

    /// <summary>The entries use all the space that they may use.</summary>
    Limit,

    /// <summary>The disk failed in another way.</summary>
    DiskError,
}

/// <summary>An entry's index data, available without reading the file.</summary>
/// <param name="InMemory">The entry itself when it is only in memory.</param>
internal sealed record SpoolItem(long Number, long Bytes, Market Market, Slot Slot, DateTimeOffset At, SpooledFailure? InMemory = null);
