using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Replays;

/// <summary>A page of a version that is computed but not written.</summary>
internal sealed class UnwrittenPage : IReplayPageWriter
{
    private long rows;

    /// <summary>The number of rows that a snapshot has in the warehouse.</summary>
    public static long RowsOf(Snapshot snapshot)
    {
        var bands = snapshot.Depth.Select(band => band.BandBps).Distinct().Count();
        return 1 + snapshot.Depth.Count + bands + snapshot.Costs.Count + snapshot.RoundTrips.Count + snapshot.Fills.Sum(walk => walk.Fills.Count);
    }

    public Task AddAsync(Snapshot snapshot, CancellationToken cancel)
    {
        rows += RowsOf(snapshot);
        return Task.CompletedTask;
    }

    public Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel)
    {
        rows += splits.Sum(of => 1 + of.Excluded.Count + (of.Split is { } split ? split.Legs.Count + split.Singles.Count : 0));
        return Task.CompletedTask;
    }

    public Task<ReplayPageResult> CompleteAsync(CancellationToken cancel) =>
        Task.FromResult(new ReplayPageResult(new ReplayTally { Rows = rows, Written = rows }, []));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
