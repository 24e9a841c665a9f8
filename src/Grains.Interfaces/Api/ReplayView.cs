namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A replay: its parameters and its progress.</summary>
/// <param name="Id">Name of the replay.</param>
/// <param name="Mode">fill: adds what live lacks; version: writes a version; verify: compares with live.</param>
/// <param name="DryRun">Whether nothing is written.</param>
/// <param name="Version">The version that is written; null when none is.</param>
/// <param name="From">[UTC] Start of the first slot, UTC.</param>
/// <param name="To">End of the range, not included.</param>
/// <param name="Markets">The markets of the replay; empty for all.</param>
/// <param name="OrderSizes">[quote] Order sizes, in quote; null for those configured.</param>
/// <param name="FeeProfile">Fee profile, none for no fees; null for the fees configured.</param>
/// <param name="FillPolicy">Fill policy; null for the one configured.</param>
/// <param name="State">running, done, cancelled or failed.</param>
/// <param name="Pages">Number of pages that the replay is divided into.</param>
/// <param name="PagesDone">Number of pages done.</param>
/// <param name="Books">Number of books computed.</param>
/// <param name="BodyBytes">Size of their payloads, decompressed.</param>
/// <param name="Rows">Number of fact rows computed.</param>
/// <param name="Written">Number of fact rows written; of a dry run, those that would have been.</param>
/// <param name="Differences">Number of rows that differ from those of live; with verify, also rows that only one of the two has.</param>
/// <param name="Problems">Number of objects that could not be used.</param>
/// <param name="BooksPerSecond">[books per second] Average rate since it was started, in books per second; null before the first page is done.</param>
/// <param name="SecondsLeft">[seconds] Estimated time left at that rate, in seconds; null before the first page is done and when it has ended.</param>
/// <param name="Message">Why it failed; null unless it did.</param>
/// <param name="CreatedAt">[UTC] When it was started, UTC.</param>
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

/// <summary>A finding of a replay about one object or one row.</summary>
/// <param name="Kind">missing_object, damaged_object, foreign_object, unreadable, different, only_stored or only_replayed.</param>
/// <param name="Subject">The market, or asset and currency of a split; empty for a foreign object.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC; null for a foreign object.</param>
/// <param name="Place">Key of the object, or table and key of the row.</param>
/// <param name="Field">Column that differs; null unless one does.</param>
/// <param name="Stored">The column's stored value.</param>
/// <param name="Replayed">The value as computed again, or as the other version has it.</param>
/// <param name="Message">The problem with an object; null for a row.</param>
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
