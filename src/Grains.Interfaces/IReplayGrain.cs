using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One replay, keyed by its name. Its definition and progress are in the warehouse.</summary>
[Alias("orderbook.replay")]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>Starts or resumes the replay that the warehouse has under this name. Idempotent.</summary>
    [Alias("run")]
    Task RunAsync();
}

/// <summary>One worker of a replay, keyed by the replay's name and a number. Workers are placed all over the cluster.</summary>
[Alias("orderbook.replayWorker")]
public interface IReplayWorkerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Does one page and returns the result; null when its silo is at its limit or is stopping. Throws StoreUnavailableException;
    /// doing a page twice changes nothing.
    /// </summary>
    [Alias("page")]
    [ResponseTimeout("00:30:00")]
    Task<ReplayPageAnswer?> RunPageAsync(int page);
}

/// <summary>The result of a page of a replay.</summary>
[GenerateSerializer, Alias("orderbook.replayPageAnswer"), Immutable]
public sealed record ReplayPageAnswer(
    [property: Id(0)] long Books,
    [property: Id(1)] long BodyBytes,
    [property: Id(2)] long Rows,
    [property: Id(3)] long Written,
    [property: Id(4)] long Differences,
    [property: Id(5)] long Problems,
    [property: Id(6)] IReadOnlyList<ReplayFindingAnswer> Findings);
