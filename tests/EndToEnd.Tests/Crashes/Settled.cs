using System.Globalization;
using Npgsql;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Invariants of the warehouse that hold whatever happened to a silo, as counts that must be zero, computed without product code.</summary>
internal static class Settled
{
    private static readonly string[] Details = ["fact_cost", "fact_depth", "fact_fill", "fact_imbalance", "fact_round_trip"];

    private static readonly string[] Facts = [.. Details, "fact_book", "fact_pull", "fact_gap", "fact_split", "fact_split_leg"];

    private static readonly string[] Doubled =
    [
        "SELECT count(*) FROM fact_gap JOIN fact_book USING (market_id, slot)",
        "SELECT count(*) FROM (SELECT FROM fact_pull WHERE outcome = 'book' GROUP BY market_id, slot HAVING count(*) > 1) AS doubled",
        "SELECT count(*) FROM (SELECT FROM fact_pull GROUP BY archive_key HAVING count(archive_key) > 1) AS doubled",
        "SELECT count(*) FROM (SELECT FROM dim_market_active WHERE \"to\" IS NULL GROUP BY market_id HAVING count(*) > 1) AS doubled",
    ];

    private static readonly string[] Torn =
    [
        .. Details.Select(OrphansOf),
        "SELECT count(*) FROM fact_gap JOIN fact_pull USING (market_id, slot) WHERE outcome <> 'failed'",
        "SELECT count(*) FROM fact_book WHERE NOT EXISTS (SELECT FROM fact_pull WHERE (market_id, slot, archive_key, sha256, outcome) = (fact_book.market_id, fact_book.slot, fact_book.archive_key, fact_book.sha256, 'book'))",
        "SELECT count(*) FROM fact_pull WHERE outcome = 'book' AND NOT EXISTS (SELECT FROM fact_book WHERE fact_book.archive_key = fact_pull.archive_key)",
        TornOf("fact_cost", "(0, 8)"),
        TornOf("fact_depth", "(14)"),
        """
        SELECT count(*) FROM fact_cost AS cost
        WHERE fills_stored AND filled_amount <> (
            SELECT coalesce(sum(amount), 0) FROM fact_fill AS fill
            WHERE (fill.market_id, fill.slot, fill.version, fill.side, fill.order_size, fill.fill_policy)
                = (cost.market_id, cost.slot, cost.version, cost.side, cost.order_size, cost.fill_policy))
        """,
    ];

    /// <summary>Holds at any moment, between any two steps: nothing exists twice or in part.</summary>
    public static async Task NothingIsDoubledAsync(NpgsqlDataSource database)
    {
        foreach (var sql in Doubled.Concat(Torn))
        {
            Assert.True(await CountAsync(database, sql) == 0, sql);
        }
    }

    /// <summary>Number of slots that were due and ended before this instant.</summary>
    public static Task<long> CountDueAsync(NpgsqlDataSource database, DateTimeOffset until) => CountAsync(database, $"SELECT count(*) FROM ({Due(until)}) AS due");

    /// <summary>Number of due slots that ended before this instant and have neither a book nor a gap.</summary>
    public static Task<long> CountLostAsync(NpgsqlDataSource database, DateTimeOffset until) => CountAsync(
        database,
        $"""
         SELECT count(*) FROM ({Due(until)}) AS due
         WHERE NOT EXISTS (SELECT FROM fact_book AS book WHERE (book.market_id, book.slot, book.version) = (due.market_id, due.slot, 'live'))
           AND NOT EXISTS (SELECT FROM fact_gap AS gap WHERE (gap.market_id, gap.slot) = (due.market_id, due.slot))
         """);

    /// <summary>Number of due slots that ended before this instant with a gap.</summary>
    public static Task<long> CountGapsAsync(NpgsqlDataSource database, DateTimeOffset until) =>
        CountAsync(database, $"SELECT count(*) FROM ({Due(until)}) AS due JOIN fact_gap USING (market_id, slot)");

    /// <summary>Number of fact rows that the checks have covered.</summary>
    public static async Task<long> CountRowsAsync(NpgsqlDataSource database)
    {
        long rows = 0;
        foreach (var table in Facts)
        {
            rows += await CountAsync(database, $"SELECT count(*) FROM {table}");
        }

        return rows;
    }

    public static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Due(DateTimeOffset until) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT market_id, slot
        FROM dim_market_active,
             generate_series(date_trunc('minute', "from"), timestamptz '{until.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00' - interval '1 minute', interval '1 minute') AS slot
        WHERE "to" IS NULL
        """);

    private static string OrphansOf(string table) =>
        $"SELECT count(*) FROM {table} WHERE NOT EXISTS (SELECT FROM fact_book WHERE (fact_book.market_id, fact_book.slot, fact_book.version) = ({table}.market_id, {table}.slot, {table}.version))";

    private static string TornOf(string table, string counts) => $"""
        SELECT count(*) FROM fact_book AS book
        WHERE (SELECT count(*) FROM {table} AS row WHERE (row.market_id, row.slot, row.version) = (book.market_id, book.slot, book.version)) NOT IN {counts}
        """;
}
