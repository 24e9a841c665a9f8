namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One replay, by its name. What it is and how far it came lies in the warehouse.</summary>
[Alias("orderbook.replay")]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>Begins or goes on with the replay that the warehouse knows by this name; doing so again changes nothing.</summary>
    [Alias("run")]
    Task RunAsync();
}

/// <summary>One of the hands of a replay; its key is the replay's name and a number. They live all over the cluster.</summary>
[Alias("orderbook.replayWorker")]
public interface IReplayWorkerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Does one page and tells what it came to; null when its silo has no room for it now, or is stopping. Throws StoreUnavailableException;
    /// doing a page twice changes nothing.
    /// </summary>
    [Alias("page")]
    [ResponseTimeout("00:30:00")]
    Task<ReplayPageAnswer?> RunPageAsync(int page);
}

/// <summary>What a page of a replay came to.</summary>
[GenerateSerializer, Alias("orderbook.replayPageAnswer"), Immutable]
public sealed record ReplayPageAnswer(
    [property: Id(0)] long Books,
    [property: Id(1)] long BodyBytes,
    [property: Id(2)] long Rows,
    [property: Id(3)] long Written,
    [property: Id(4)] long Differences,
    [property: Id(5)] long Problems,
    [property: Id(6)] IReadOnlyList<ReplayFindingAnswer> Findings);

/// <summary>What a replay reports of one object or one row.</summary>
/// <param name="Kind">missing_object, damaged_object, foreign_object, unreadable, different, only_stored or only_replayed.</param>
/// <param name="Subject">The market, or asset and currency of a split; empty for a foreign object.</param>
/// <param name="Slot">Start of the slot, UTC; null for a foreign object.</param>
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
