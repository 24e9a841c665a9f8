using OrderBookSilo.Grains.Interfaces.Api;

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
