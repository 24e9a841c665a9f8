using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Replays;

/// <summary>The kinds of problems and differences that a replay reports.</summary>
public enum ReplayFindingKind
{
    /// <summary>Facts refer to an object that is not in the archive.</summary>
    MissingObject,

    /// <summary>An object is damaged, or is not the one that the facts refer to.</summary>
    DamagedObject,

    /// <summary>An archived object is not one of our captures.</summary>
    ForeignObject,

    /// <summary>This version of the software does not accept the capture of the facts as a book.</summary>
    Unreadable,

    /// <summary>A field of a row has a different value.</summary>
    Different,

    /// <summary>A stored row was not computed.</summary>
    OnlyStored,

    /// <summary>A computed row is not stored.</summary>
    OnlyReplayed,
}

/// <summary>One object that could not be used, or one row that differs.</summary>
/// <param name="Subject">The market, or the asset and currency of a split.</param>
/// <param name="SlotStart">UTC; null for an object whose key contains none.</param>
/// <param name="Place">The object's key, or the row: its table and the rest of its key.</param>
/// <param name="Field">The column that differs; null for other findings.</param>
/// <param name="Stored">Its value as stored.</param>
/// <param name="Replayed">Its value as computed.</param>
/// <param name="Message">What is wrong with an object.</param>
public sealed record ReplayFinding(
    ReplayFindingKind Kind,
    string Subject,
    DateTimeOffset? SlotStart,
    string Place,
    string? Field = null,
    string? Stored = null,
    string? Replayed = null,
    string? Message = null)
{
    public static ReplayFinding OfObject(ReplayFindingKind kind, Market? market, DateTimeOffset slotStart, string key, string message) =>
        new(kind, market?.ToString() ?? "", market is null ? null : slotStart, key, Message: message);
}

/// <summary>The result of one page, with the first findings.</summary>
public sealed record ReplayPageResult(ReplayTally Tally, IReadOnlyList<ReplayFinding> Findings)
{
    /// <summary>Maximum number of findings reported per page.</summary>
    public const int FindingsMax = 100;
}
