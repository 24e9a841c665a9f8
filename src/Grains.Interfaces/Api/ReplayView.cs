namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A replay: what was asked for, and how far it is.</summary>
/// <param name="Id">Name of the replay.</param>
/// <param name="Mode">fill: adds what live lacks; version: writes a version; verify: compares with live.</param>
/// <param name="DryRun">Whether nothing is written.</param>
/// <param name="Version">That is written; null unless one is.</param>
/// <param name="From">[UTC] Slots that start from here on, UTC.</param>
/// <param name="To">And before this.</param>
/// <param name="Markets">That were asked for; empty for all.</param>
/// <param name="OrderSizes">[quote] In quote; null for those configured.</param>
/// <param name="FeeProfile">none for no fees; null for the fees configured.</param>
/// <param name="FillPolicy">Null for the one configured.</param>
/// <param name="State">running, done, cancelled or failed.</param>
/// <param name="Pages">Parts that it is cut into.</param>
/// <param name="PagesDone">Of them, those that are done.</param>
/// <param name="Books">Books that were computed.</param>
/// <param name="BodyBytes">Bytes of their payloads, inflated.</param>
/// <param name="Rows">Rows of facts that were computed.</param>
/// <param name="Written">Rows of facts that were written; of a dry run that would have been.</param>
/// <param name="Differences">Rows that differ from those of live, or, when it verifies, that only one of the two has.</param>
/// <param name="Problems">Objects that could not be used.</param>
/// <param name="BooksPerSecond">[books per second] Since it was ordered, in books per second; null before the first page is done.</param>
/// <param name="SecondsLeft">[seconds] In seconds at that rate; null before the first page is done and when it has ended.</param>
/// <param name="Message">Why it failed; null unless it did.</param>
/// <param name="CreatedAt">[UTC] When it was ordered, UTC.</param>
/// <param name="EndedAt">[UTC] When it ended, UTC; null while it runs.</param>
public sealed record ReplayView(
    string Id,
    string Mode,
    bool DryRun,
    string? Version,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Markets,
    IReadOnlyList<string>? OrderSizes,
    string? FeeProfile,
    string? FillPolicy,
    string State,
    int Pages,
    int PagesDone,
    long Books,
    long BodyBytes,
    long Rows,
    long Written,
    long Differences,
    long Problems,
    double? BooksPerSecond,
    double? SecondsLeft,
    string? Message,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

/// <summary>What a replay reports of one object or one row.</summary>
/// <param name="Kind">missing_object, damaged_object, foreign_object, unreadable, different, only_stored or only_replayed.</param>
/// <param name="Subject">The market, or asset and currency of a split; empty for a foreign object.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC; null for a foreign object.</param>
/// <param name="Place">Key of the object, or table and key of the row.</param>
/// <param name="Field">Column that differs; null unless one does.</param>
/// <param name="Stored">Its value as stored.</param>
/// <param name="Replayed">Its value as computed again, or as the other version has it.</param>
/// <param name="Message">What was seen of an object; null for a row.</param>
[GenerateSerializer, Alias("orderbook.replayFinding"), Immutable]
public sealed record ReplayFindingAnswer(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Subject,
    [property: Id(2)] DateTimeOffset? Slot,
    [property: Id(3)] string Place,
    [property: Id(4)] string? Field,
    [property: Id(5)] string? Stored,
    [property: Id(6)] string? Replayed,
    [property: Id(7)] string? Message);
