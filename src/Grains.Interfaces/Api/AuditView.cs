namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>How complete the facts are, and problems with their evidence.</summary>
/// <param name="AuditedUntil">[UTC] Slots of the last days that ended by then have been audited, UTC; null before the first audit.</param>
/// <param name="DueSlots">Number of due slots, of all markets, that ended in the last day.</param>
/// <param name="BookSlots">Number of them that have their book.</param>
/// <param name="Share">[fraction] bookSlots / dueSlots, as a fraction; null when no slot was due.</param>
/// <param name="Findings">Problems that could not be repaired.</param>
/// <param name="MarketsNotStarted">Markets configured on the silo that answers that were never started, although no user stopped them; none of their slots is due.</param>
public sealed record AuditView(
    DateTimeOffset? AuditedUntil, long DueSlots, long BookSlots, double? Share, IReadOnlyList<FindingView> Findings, IReadOnlyList<string> MarketsNotStarted);

/// <summary>A problem with one archived object.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC.</param>
/// <param name="Kind">missing_object: facts name it, but it is not in the archive; damaged_object: its bytes do not match its hash or the facts, or it cannot be read while others can; unnamed_object: no pull names it, and no facts could be made of it.</param>
/// <param name="ArchiveKey">Key of the object in the archive.</param>
/// <param name="Message">Details of the problem.</param>
/// <param name="FoundAt">[UTC] When it was first seen, UTC.</param>
/// <param name="ResolvedAt">[UTC] When an audit of the slot no longer found it, UTC; null while it is unresolved.</param>
public sealed record FindingView(
    string Market, DateTimeOffset Slot, string Kind, string ArchiveKey, string Message, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt);

/// <summary>Result of auditing a part of a range.</summary>
/// <param name="Slots">Slots that were audited.</param>
/// <param name="Repaired">Archived captures whose facts were computed.</param>
/// <param name="Gaps">Slots for which a gap was recorded.</param>
/// <param name="Faulty">Slots with problems that could not be repaired; the findings describe them.</param>
/// <param name="ContinueAt">Where to continue when the time ran out; null when all slots were audited. UTC.</param>
/// <param name="ContinueAfter">The last market audited in the slot that starts there; null when there is none.</param>
[GenerateSerializer, Alias("orderbook.auditAnswer"), Immutable]
public sealed record AuditAnswer(
    [property: Id(0)] int Slots,
    [property: Id(1)] int Repaired,
    [property: Id(2)] int Gaps,
    [property: Id(3)] int Faulty,
    [property: Id(4)] DateTimeOffset? ContinueAt,
    [property: Id(5)] string? ContinueAfter);
