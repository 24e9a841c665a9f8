using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Replays;

/// <summary>What a replay reports of one object or one row.</summary>
public enum ReplayFindingKind
{
    /// <summary>Facts name an object that is not in the archive.</summary>
    MissingObject,

    /// <summary>An object is damaged, or not the one that the facts name.</summary>
    DamagedObject,

    /// <summary>Something lies in the archive that is no capture of ours.</summary>
    ForeignObject,

    /// <summary>The book that the facts were made of is no book to this version of the software.</summary>
    Unreadable,

    /// <summary>A row has another value in a field.</summary>
    Different,

    /// <summary>A row that is stored was not computed.</summary>
    OnlyStored,

    /// <summary>A row that was computed is not stored.</summary>
    OnlyReplayed,
}

/// <summary>One object that could not be used, or one row that differs.</summary>
/// <param name="Subject">The market, or the asset and currency of a split.</param>
/// <param name="SlotStart">UTC; null for an object that names none.</param>
/// <param name="Place">The object's key, or the row: its table and the rest of its key.</param>
/// <param name="Field">The column that differs; null unless one does.</param>
/// <param name="Stored">Its value as stored.</param>
/// <param name="Replayed">Its value as computed.</param>
/// <param name="Message">What was seen of an object.</param>
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

/// <summary>What one page came to; of findings the first ones.</summary>
public sealed record ReplayPageResult(ReplayTally Tally, IReadOnlyList<ReplayFinding> Findings)
{
    /// <summary>Findings that a page tells at most.</summary>
    public const int FindingsMax = 100;
}
