using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>One transaction that takes a page. A page that is done on two silos at once is done one after the other.</summary>
internal abstract class PageTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, PageRows rows) : IReplayPageWriter
{
    protected NpgsqlConnection Connection => connection;

    protected PageScope Scope => scope;

    protected PageRows Rows => rows;

    public Task AddAsync(Snapshot snapshot, CancellationToken cancel) => Warehouse.GuardAsync(() => rows.AddAsync(connection, snapshot, cancel));

    public virtual Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel) =>
        Warehouse.GuardAsync(() => rows.AddAsync(connection, splits, cancel));

    public Task<ReplayPageResult> CompleteAsync(CancellationToken cancel) => Warehouse.GuardAsync(async () =>
    {
        await rows.SendAsync(connection, cancel);
        var result = await FinishAsync(cancel);
        await transaction.CommitAsync(cancel);
        return result;
    });

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>What is left to do once all rows are sent.</summary>
    protected abstract Task<ReplayPageResult> FinishAsync(CancellationToken cancel);
}

/// <summary>The rows that a page is about.</summary>
/// <param name="Ids">Of the page's markets.</param>
/// <param name="AllIds">Of every market: a split may name one that the page was cut without.</param>
/// <param name="Asset">Whose splits are among them; null when none are.</param>
internal sealed record PageScope(int[] Ids, Dictionary<Market, int> AllIds, Asset? Asset, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What <see cref="FactTable.Scope"/> names.</summary>
    public object?[] Values => [Ids, Asset?.Code ?? "", From, To];
}

/// <summary>Writes a page into a version of its own, in place of what that version had there.</summary>
internal sealed class VersionPage(NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, string version)
    : PageTransaction(connection, transaction, scope, new PageRows(scope.AllIds, version))
{
    protected override Task<ReplayPageResult> FinishAsync(CancellationToken cancel) =>
        Task.FromResult(new ReplayPageResult(new ReplayTally { Rows = Rows.Count, Written = Rows.Count }, []));
}
