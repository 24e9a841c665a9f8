using Npgsql;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <inheritdoc cref="IVersionStore"/>
public sealed class VersionStore(PostgresDatabase database, MarketIds ids, FactTables tables) : IVersionStore
{
    // Counts come from the version's replays, because counting facts, which are indexed by market and slot, would read all of them.
    private const string ListVersions = """
        SELECT version.version, version.order_sizes::text[], version.fee_profile, version.fill_policy, version.created_at,
               CASE WHEN version.version <> 'live' THEN version.promoted_at END,
               CASE WHEN version.version <> 'live' THEN coalesce(sum(job.books), 0)::bigint END, min(job."from"), max(job."to")
        FROM data_version AS version
        LEFT JOIN replay_job AS job ON job.version = version.version AND job.mode = 'version' AND NOT job.dry_run
                                   AND job.created_at >= version.created_at
        GROUP BY version.version
        ORDER BY version.version <> 'live', version.created_at, version.version
        """;

    private const string FindReasonToKeep = """
        SELECT CASE
            WHEN NOT EXISTS (SELECT FROM data_version WHERE version = $1) THEN format('there is no version %s', $1)
            WHEN EXISTS (SELECT FROM data_version WHERE version = $1 AND promoted_at IS NOT NULL) THEN format('version %s is promoted; demote it first', $1)
            WHEN EXISTS (SELECT FROM replay_job WHERE version = $1 AND mode = 'version' AND state = 'running' AND NOT dry_run)
            THEN format('version %s is being written; cancel its replay first', $1)
        END
        """;

    private const string MarkDropped = "UPDATE data_version SET is_dropped = true WHERE version = $1";

    // All rows of a version lie within the ranges of its replays.
    private const string FindRangeToClear = """
        SELECT min(job."from"), max(job."to"), (SELECT array_agg(market_id) FROM dim_market)
        FROM replay_job AS job JOIN data_version AS version USING (version)
        WHERE job.version = $1 AND job.mode = 'version' AND NOT job.dry_run AND job.created_at >= version.created_at
        """;

    private const string ClearMonth = "SELECT clear_version($1, $2, NULL, $3, $4)";

    private const string CountCommonSlots = """
        SELECT count(*) FROM fact_book AS one JOIN fact_book AS other USING (market_id, slot)
        WHERE one.version = $5 AND other.version = $6 AND market_id = ANY ($1) AND slot >= $3 AND slot < $4
        """;

    public async Task<IReadOnlyList<DataVersion>> ListVersionsAsync(CancellationToken cancel) => await database.Questions.QueryAsync(
        connection => connection.Command(ListVersions),
        row => new DataVersion(
            row.GetString(0), row.ExactsOrNull(1), row.TextOrNull(2), row.TextOrNull(3) is { } policy ? Sql.Known<FillPolicy>(policy) : null,
            row.GetFieldValue<DateTimeOffset>(4), row.ValueOrNull<DateTimeOffset>(5), row.ValueOrNull<long>(6), row.ValueOrNull<DateTimeOffset>(7),
            row.ValueOrNull<DateTimeOffset>(8)),
        cancel);

    public async Task<bool> PromoteAsync(string version, DateTimeOffset? at, CancellationToken cancel) =>
        await database.WriteAsync(
            batch => batch.Add("UPDATE data_version SET promoted_at = $2::timestamptz WHERE version = $1 AND version <> 'live' AND NOT is_dropped", version, at), cancel) > 0;

    public async Task<string?> DropVersionAsync(string version, CancellationToken cancel)
    {
        if (await MarkDroppedAsync(version, cancel) is { } reason)
        {
            return reason;
        }

        var range = (await database.QueryAsync(
            connection => connection.Command(FindRangeToClear, version),
            row => (First: row.ValueOrNull<DateTimeOffset>(0), Last: row.ValueOrNull<DateTimeOffset>(1), Markets: row.IsDBNull(2) ? [] : row.GetFieldValue<int[]>(2)),
            cancel)).Single();
        for (var month = MonthStart(range.First); month <= range.Last; month = month!.Value.AddMonths(1))
        {
            var (from, to) = (month.Value, month.Value.AddMonths(1));
            await database.RunAsync(
                async connection =>
                {
                    await using var clear = connection.Command(ClearMonth, version, range.Markets, from, to).AllowMinutes();
                    return await clear.ExecuteNonQueryAsync(cancel);
                },
                cancel);
        }

        await database.WriteAsync(batch => batch.Add("DELETE FROM data_version WHERE version = $1 AND is_dropped", version), cancel);
        return null;
    }

    public async Task<VersionDifference> CompareVersionsAsync(
        string one, string other, IReadOnlyList<Market> markets, DateTimeOffset from, DateTimeOffset to, int firstMax, CancellationToken cancel)
    {
        var known = await ids.ReadAllAsync(cancel);
        int[] asked = [.. markets.Count == 0 ? known.Values : markets.Select(market => known[market])];
        return await database.Questions.RunAsync(
            async connection =>
            {
                object?[] values = [asked, "", from, to, one, other];
                await using var count = connection.Command(CountCommonSlots, values).AllowMinutes();
                var difference = new VersionDifference((long)(await count.ExecuteScalarAsync(cancel))!, 0, []);
                foreach (var table in (await tables.ReadAsync(connection, cancel)).Where(table => !table.IsOfSplits || markets.Count == 0))
                {
                    var (rows, first) = await RowComparison.RunAsync(
                        connection, table, Covered(table, "$5", "$6"), Covered(table, "$6", "$5"), Compared.All, LivePage.NotCompared, firstMax - difference.First.Count, values, cancel);
                    difference = new VersionDifference(difference.Slots, difference.Rows + rows, [.. difference.First, .. first]);
                }

                return difference;
            },
            cancel);
    }

    // A version's rows in slots that the other version also covers.
    private static string Covered(FactTable table, string version, string other)
    {
        var (parent, same, scope) = table.IsOfSplits
            ? ("fact_split", "covers.asset = fact.asset", "true")
            : ("fact_book", "covers.market_id = fact.market_id", "fact.market_id = ANY ($1)");
        return $"""
            SELECT fact.* FROM {table.Name} AS fact
            WHERE fact.version = {version} AND fact.slot >= $3 AND fact.slot < $4 AND {scope}
              AND EXISTS (SELECT FROM {parent} AS covers WHERE {same} AND covers.slot = fact.slot AND covers.version = {other}
                                                           AND covers.slot >= $3 AND covers.slot < $4)
            """;
    }

    private static DateTimeOffset? MonthStart(DateTimeOffset? at) =>
        at is { } instant ? new DateTimeOffset(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero) : null;

    // Waits for pages being written into the version; none starts afterwards.
    private Task<string?> MarkDroppedAsync(string version, CancellationToken cancel) => database.RunInTransactionAsync(
        async connection =>
        {
            await using var hold = connection.Command(VersionLock.Exclusive, version).AllowMinutes();
            await hold.ExecuteNonQueryAsync(cancel);
            await using var ask = connection.Command(FindReasonToKeep, version);
            if (await ask.ExecuteScalarAsync(cancel) is string reason)
            {
                return reason;
            }

            await using var mark = connection.Command(MarkDropped, version);
            await mark.ExecuteNonQueryAsync(cancel);
            return (string?)null;
        },
        cancel);
}
