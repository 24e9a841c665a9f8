using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// What the auditor reads of the facts, and its own records. Every method throws <see cref="StoreUnavailableException"/> when the
/// database cannot be reached.
/// </summary>
public interface IAuditLedger
{
    /// <summary>Every slot that ended before this instant was audited; null when there is a market of which none was.</summary>
    Task<DateTimeOffset?> FindAuditedUntilAsync(CancellationToken cancel);

    /// <summary>The slots of all markets in the window with what the facts say of them, in order of slot and market, bounded.</summary>
    Task<IReadOnlyList<AuditSlot>> ReadAuditSlotsAsync(AuditWindow window, int countMax, CancellationToken cancel);

    /// <summary>
    /// Records what is wrong with a slot; what was found before and is not among it is resolved. If it advances, the market's
    /// slots up to this one's end count as audited.
    /// </summary>
    Task SaveAuditAsync(Market market, Slot slot, IReadOnlyList<AuditFinding> findings, bool advances, DateTimeOffset at, CancellationToken cancel);

    /// <summary>All slots of all markets that ended before this instant count as audited.</summary>
    Task AdvanceAuditAsync(DateTimeOffset until, CancellationToken cancel);
}

/// <summary>Slots that are to be audited: those that start from <paramref name="From"/> on, or contain it, and end by <paramref name="To"/>.</summary>
/// <param name="IsUnaudited">Only those that were not audited yet.</param>
/// <param name="Market">Only this market's; null for all.</param>
/// <param name="After">Only what comes behind this slot and market in order.</param>
public sealed record AuditWindow(DateTimeOffset From, DateTimeOffset To, bool IsUnaudited, Market? Market = null, AuditCursor? After = null);

/// <summary>A place in the order of slot and market: behind this market of the slot, or without a market at this instant.</summary>
public sealed record AuditCursor(DateTimeOffset Slot, Market? Market);

/// <summary>What the facts say of a slot.</summary>
/// <param name="IsDue">False for the slot in which the market was stopped: it need not have a book.</param>
/// <param name="Named">The archived objects that its pulls and books name.</param>
public sealed record AuditSlot(Market Market, Pair? Pair, Slot Slot, bool IsDue, bool HasBook, bool HasGap, IReadOnlyList<NamedObject> Named);

/// <summary>An archived object as the facts name it.</summary>
public sealed record NamedObject(string Key, string Sha256);

/// <summary>What is wrong with the evidence of a slot and could not be repaired.</summary>
public enum AuditFindingKind
{
    /// <summary>Facts name an object that is not in the archive.</summary>
    MissingObject,

    /// <summary>An object's bytes do not match its hash, are not those that the facts name, or cannot be read while others can.</summary>
    DamagedObject,

    /// <summary>No pull names the object, and no facts could be made of it.</summary>
    UnnamedObject,
}

/// <summary>Something wrong with one archived object.</summary>
public sealed record AuditFinding(AuditFindingKind Kind, string Key, string Message);
