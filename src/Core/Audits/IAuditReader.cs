using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Audits;

/// <summary>Reads what audits have found. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
public interface IAuditReader
{
    /// <summary>Findings of slots that start in [from, to), newest first; without a range all that are not resolved.</summary>
    Task<IReadOnlyList<RecordedFinding>> ReadFindingsAsync((DateTimeOffset From, DateTimeOffset To)? range, int countMax, CancellationToken cancel);

    /// <summary>Of the due slots that ended in the last day, how many there were and how many have their book.</summary>
    Task<SlotShare> ReadSlotShareAsync(CancellationToken cancel);
}

/// <summary>A finding as it was recorded.</summary>
/// <param name="ResolvedAt">When an audit no longer found it; null while it stands.</param>
public sealed record RecordedFinding(Market Market, Slot Slot, AuditFinding Finding, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt);

/// <summary>Due slots of the last day, and those of them that have their book.</summary>
public readonly record struct SlotShare(long Due, long WithBook)
{
    /// <summary>As a fraction; null when no slot was due.</summary>
    public double? Share => Due == 0 ? null : (double)WithBook / Due;
}
