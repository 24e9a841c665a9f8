using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <inheritdoc cref="IReplayFacts"/>
public sealed class ReplayFacts(PostgresDatabase database, MarketIds ids, Partitions partitions, FactTables tables) : IReplayFacts
{
    private const string ReadReplayBooks = """
        SELECT market.market, book.slot, book.archive_key, book.sha256
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = ANY ($1) AND book.version = 'live' AND book.slot >= $2 AND book.slot < $3
        """;

    private const string KeepRecipe = "UPDATE data_version SET recipe = $2::jsonb WHERE version = $1 AND recipe IS NULL AND NOT is_dropped";

    private const string IsRecipe = "SELECT recipe = $2::jsonb FROM data_version WHERE version = $1 AND NOT is_dropped";

    private const string LockPage = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    public async Task<IReadOnlyList<ReplayBook>> ReadReplayBooksAsync(ReplayPage page, CancellationToken cancel) => await database.QueryAsync(
        connection => connection.Command(ReadReplayBooks, page.Markets.Select(market => market.ToString()).ToArray(), page.From, page.To),
        row => new ReplayBook(
            Market.Parse(row.GetString(0)), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3)),
        cancel);

    public Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel) =>
        database.ReadSlotMarketsAsync(baseAsset, slots, cancel);

    public async Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, ReplayRecipe recipe, ReplayPage page, Asset? asset, CancellationToken cancel)
    {
        if (request is { Mode: not ReplayMode.Verify, IsDry: false })
        {
            await partitions.EnsureAsync(Slot.Containing(page.From, Slot.LengthMax), cancel);
        }

        var described = recipe.Describe();
        if (request is { Mode: ReplayMode.Version, Version: { } version })
        {
            // The first page of a version records how all pages are computed, outside the page's possibly long transaction, so
            // that other pages need not wait.
            await database.WriteAsync(batch => batch.Add(KeepRecipe, version, described), cancel);
        }

        var marketIds = await ids.ReadAllAsync(cancel);
        var scope = new PageScope([.. page.Markets.Select(market => marketIds[market])], marketIds, asset, page.From, page.To);
        return await PostgresDatabase.GuardAsync(() => OpenPageAsync(request, described, page, scope, cancel));
    }

    private async Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, string recipe, ReplayPage page, PageScope scope, CancellationToken cancel)
    {
        var connection = await database.OpenAsync(cancel);
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(cancel);
            await using var hold = connection.Command(LockPage, $"replay {request.Version} {page.Markets[0]} {page.From:O}").AllowMinutes();
            await hold.ExecuteNonQueryAsync(cancel);
            if (request is { Mode: ReplayMode.Version, Version: { } version })
            {
                await HoldVersionAsync(connection, version, recipe, cancel);
                return await VersionPage.OpenAsync(connection, transaction, scope, version, cancel);
            }

            return await LivePage.OpenAsync(connection, transaction, scope, await tables.ReadAsync(connection, cancel), request, cancel);
        }
        catch
        {
            await (transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
            await connection.DisposeAsync();
            throw;
        }
    }

    // Dropping a version waits for pages being written, and no page starts after it.
    private static async Task HoldVersionAsync(NpgsqlConnection connection, string version, string recipe, CancellationToken cancel)
    {
        await using var hold = connection.Command(VersionLock.Shared, version).AllowMinutes();
        await hold.ExecuteNonQueryAsync(cancel);
        await using var find = connection.Command(IsRecipe, version, recipe);
        if (await find.ExecuteScalarAsync(cancel) is not bool isSame)
        {
            throw new InvalidOperationException($"version {version} was dropped");
        }

        if (!isSame)
        {
            throw new InvalidOperationException($"version {version} was computed with settings that differ from this silo's (data_version.recipe); choose another name");
        }
    }
}
