using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>The transaction of one page. Two silos that compute the same page at once write it one after the other.</summary>
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

    /// <summary>What remains to be done once all rows are sent.</summary>
    protected abstract Task<ReplayPageResult> FinishAsync(CancellationToken cancel);
}

/// <summary>Which rows belong to a page.</summary>
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
