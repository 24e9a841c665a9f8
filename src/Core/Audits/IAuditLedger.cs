using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// Reads the facts that the auditor needs and stores the audit's own records. Every method throws
/// <see cref="StoreUnavailableException"/> when the database cannot be reached.
/// </summary>
public interface IAuditLedger
{
    /// <summary>The instant before which every ended slot was audited; null when some market was never audited.</summary>
    Task<DateTimeOffset?> FindAuditedUntilAsync(CancellationToken cancel);

    /// <summary>
    /// The slots of all markets in the window with their facts, ordered by slot and market, at most
    /// <paramref name="countMax"/>.
    /// </summary>
    Task<IReadOnlyList<AuditSlot>> ReadAuditSlotsAsync(AuditWindow window, int countMax, CancellationToken cancel);

    /// <summary>
    /// Replaces the findings of a slot, except <see cref="AuditFindingKind.FutureSlot"/>; earlier findings that are not among the new ones are marked resolved. If it advances,
    /// the market's slots up to this one's end count as audited.
    /// </summary>
    Task SaveAuditAsync(Market market, Slot slot, IReadOnlyList<AuditFinding> findings, bool advances, DateTimeOffset at, CancellationToken cancel);

    /// <summary>
    /// Records a finding for every book of a slot that has not begun by the database's clock, and for every gap of one that has not
    /// ended; returns those that are new. One whose book or gap is gone is marked resolved.
    /// </summary>
    Task<IReadOnlyList<RecordedFinding>> RecordFutureSlotsAsync(DateTimeOffset at, CancellationToken cancel);

    /// <summary>Marks all slots of all markets that ended before this instant as audited.</summary>
    Task AdvanceAuditAsync(DateTimeOffset until, CancellationToken cancel);
}

/// <summary>
/// Selects slots to audit: those that start at or after <paramref name="From"/>, or contain it, and end by
/// <paramref name="To"/>.
/// </summary>
/// <param name="IsUnaudited">Only those that were not audited yet.</param>
/// <param name="Market">Only this market's slots; null for all.</param>
/// <param name="After">Only slots after this position.</param>
public sealed record AuditWindow(DateTimeOffset From, DateTimeOffset To, bool IsUnaudited, Market? Market = null, AuditCursor? After = null);

/// <summary>A position in the order of slot and market: after this market of the slot, or, without a market, at this instant.</summary>
public sealed record AuditCursor(DateTimeOffset Slot, Market? Market);

/// <summary>The facts about one slot.</summary>
/// <param name="IsDue">False for the slot in which the market was stopped, which need not have a book.</param>
/// <param name="Named">The archived objects that its pulls and books refer to.</param>
public sealed record AuditSlot(Market Market, Pair? Pair, Slot Slot, bool IsDue, bool HasBook, bool HasGap, IReadOnlyList<NamedObject> Named);

/// <summary>An archived object as the facts refer to it.</summary>
public sealed record NamedObject(string Key, string Sha256);

/// <summary>A defect of a slot's evidence that could not be repaired.</summary>
public enum AuditFindingKind
{
    /// <summary>Facts refer to an object that is not in the archive.</summary>
    MissingObject,

    /// <summary>An object's bytes do not match its hash or the facts, or it cannot be read while others can.</summary>
    DamagedObject,

    /// <summary>No pull refers to the object, and no facts could be computed from it.</summary>
    UnnamedObject,

    /// <summary>A clock that was fast left a book or a gap in a slot to come, where it stays after the slot has begun.</summary>
    FutureSlot,
}

/// <summary>One defect of one archived object, or of a gap, whose key is empty.</summary>
public sealed record AuditFinding(AuditFindingKind Kind, string Key, string Message);
