using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// Reads the findings of audits. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be
/// reached.
/// </summary>
public interface IAuditReader
{
    /// <summary>Findings of slots that start in [from, to), newest first; without a range, all unresolved findings.</summary>
    Task<IReadOnlyList<RecordedFinding>> ReadFindingsAsync((DateTimeOffset From, DateTimeOffset To)? range, int countMax, CancellationToken cancel);

    /// <summary>The number of due slots that ended in the last day, and how many of them have a book.</summary>
    Task<SlotShare> ReadSlotShareAsync(CancellationToken cancel);
}

/// <summary>A recorded finding.</summary>
/// <param name="ResolvedAt">When an audit no longer found it; null while it is unresolved.</param>
public sealed record RecordedFinding(Market Market, Slot Slot, AuditFinding Finding, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt);

/// <summary>The due slots of the last day, and how many of them have a book.</summary>
public readonly record struct SlotShare(long Due, long WithBook)
{
    /// <summary>The share as a fraction; null when no slot was due.</summary>
    public double? Share => Due == 0 ? null : (double)WithBook / Due;
}
