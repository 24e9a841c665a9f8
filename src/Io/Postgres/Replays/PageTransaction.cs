using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>The transaction of one page. Silos that compute the same page concurrently write it one after the other.</summary>
internal abstract class PageTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, PageRows rows) : IReplayPageWriter
{
    protected NpgsqlConnection Connection => connection;

    protected PageScope Scope => scope;

    protected PageRows Rows => rows;

    public Task AddAsync(Snapshot snapshot, CancellationToken cancel) => PostgresDatabase.GuardAsync(() => rows.AddAsync(connection, snapshot, cancel));

    public virtual Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel) =>
        PostgresDatabase.GuardAsync(() => rows.AddAsync(connection, splits, cancel));

    public Task<ReplayPageResult> CompleteAsync(CancellationToken cancel) => PostgresDatabase.GuardAsync(async () =>
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

    /// <summary>The final step after all rows are sent.</summary>
    protected abstract Task<ReplayPageResult> FinishAsync(CancellationToken cancel);
}

/// <summary>Selects the rows of a page.</summary>
/// <param name="Ids">Ids of the page's markets.</param>
/// <param name="AllIds">Ids of every market: a split may refer to a market outside the page.</param>
/// <param name="Asset">The asset whose splits are included; null when none are.</param>
internal sealed record PageScope(int[] Ids, Dictionary<Market, int> AllIds, Asset? Asset, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The parameters of <see cref="FactTable.Scope"/>.</summary>
    public object?[] Values => [Ids, Asset?.Code ?? "", From, To];
}

/// <summary>Writes a page into a separate version and replaces that version's earlier rows there.</summary>
internal sealed class VersionPage(NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, string version)
    : PageTransaction(connection, transaction, scope, new PageRows(scope.AllIds, version))
{
    public static async Task<VersionPage> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PageScope scope, string version, CancellationToken cancel)
    {
        await using var clear = connection.Command("SELECT clear_version($1, $2, $3, $4, $5)", [version, .. scope.Values]).AllowMinutes();
        await clear.ExecuteNonQueryAsync(cancel);
        return new VersionPage(connection, transaction, scope, version);
    }

    protected override Task<ReplayPageResult> FinishAsync(CancellationToken cancel) =>
        Task.FromResult(new ReplayPageResult(new ReplayTally { Rows = Rows.Count, Written = Rows.Count }, []));
}
