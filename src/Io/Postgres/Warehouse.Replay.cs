using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Io.Postgres.Replays;

namespace OrderBookSilo.Io.Postgres;

// The pages of a replay.
public sealed partial class Warehouse : IReplayFacts
{
    private const string ReadReplayBooks = """
        SELECT market.market, book.slot, book.archive_key, book.sha256
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = ANY ($1) AND book.version = 'live' AND book.slot >= $2 AND book.slot < $3
        """;

    private const string ShareVersion = "SELECT pg_advisory_xact_lock_shared(hashtextextended('version ' || $1, 0))";

    private const string KeepRecipe = "UPDATE data_version SET recipe = $2::jsonb WHERE version = $1 AND recipe IS NULL AND NOT is_dropped";

    private const string IsRecipe = "SELECT recipe = $2::jsonb FROM data_version WHERE version = $1 AND NOT is_dropped";

    private const string LockPage = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private IReadOnlyList<FactTable>? factTables;

    public async Task<IReadOnlyList<ReplayBook>> ReadReplayBooksAsync(ReplayPage page, CancellationToken cancel) => await QueryAsync(
        connection => connection.Command(ReadReplayBooks, page.Markets.Select(market => market.ToString()).ToArray(), page.From, page.To),
        row => new ReplayBook(
            Market.Parse(row.GetString(0)), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3)),
        cancel);

    public async Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, ReplayRecipe recipe, ReplayPage page, Asset? asset, CancellationToken cancel)
    {
        if (request is { Mode: not ReplayMode.Verify, IsDry: false })
        {
            await EnsurePartitionOfAsync(Slot.Containing(page.From, Slot.LengthMax), cancel);
        }

        var described = recipe.Describe();
        if (request is { Mode: ReplayMode.Version, Version: { } version })
        {
            // Its first page says how all are computed; on its own, because a page may take long, and others would wait for it.
            await WriteAsync(batch => batch.Add(KeepRecipe, version, described), cancel);
        }

        var ids = await ReadMarketIdsAsync(cancel);
        var scope = new PageScope([.. page.Markets.Select(market => ids[market])], ids, asset, page.From, page.To);
        return await GuardAsync(() => OpenPageAsync(request, described, page, scope, cancel));
    }

    private async Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, string recipe, ReplayPage page, PageScope scope, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(cancel);
            await using var hold = connection.Command(LockPage, $"replay {request.Version} {page.Markets[0]} {page.From:O}").Patient();
            await hold.ExecuteNonQueryAsync(cancel);
            if (request is { Mode: ReplayMode.Version, Version: { } version })
            {
                await HoldVersionAsync(connection, version, recipe, cancel);
                await using var clear = connection.Command("SELECT clear_version($1, $2, $3, $4, $5)", [version, .. scope.Values]).Patient();
                await clear.ExecuteNonQueryAsync(cancel);
                return new VersionPage(connection, transaction, scope, version);
            }

            var tables = factTables ??= await FactTable.ReadAllAsync(connection, cancel);
            await LivePage.PrepareAsync(connection, tables, cancel);
            return new LivePage(connection, transaction, scope, new PageRows(scope.AllIds, LiveVersion, LivePage.Temporary), tables, request);
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            await connection.DisposeAsync();
            throw;
        }
    }

    // Whoever drops a version waits for the pages that are being written, and none begins after it.
    private static async Task HoldVersionAsync(NpgsqlConnection connection, string version, string recipe, CancellationToken cancel)
    {
        await using var hold = connection.Command(ShareVersion, version).Patient();
        await hold.ExecuteNonQueryAsync(cancel);
        await using var find = connection.Command(IsRecipe, version, recipe);
        if (await find.ExecuteScalarAsync(cancel) is not bool isSame)
        {
            throw new InvalidOperationException($"version {version} was dropped");
        }

        if (!isSame)
        {
            throw new InvalidOperationException($"version {version} was computed with other settings than this silo has (data_version.recipe); name another");
        }
    }

    private async Task<Dictionary<Market, int>> ReadMarketIdsAsync(CancellationToken cancel)
    {
        var rows = await QueryAsync(
            connection => connection.Command("SELECT market, market_id FROM dim_market"), row => (Market.Parse(row.GetString(0)), row.GetInt32(1)), cancel);
        return rows.ToDictionary();
    }
}
