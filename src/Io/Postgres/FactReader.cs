using Npgsql;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IFactReader"/>
public sealed class FactReader(PostgresDatabase database) : IFactReader
{
    private const string ReadHistory = $"SELECT {BookRow.HistoryColumns} {BookRow.OfMarket} AND book.slot >= $2 AND book.slot < $3 ORDER BY book.slot DESC LIMIT $4";

    // An attempt happens at most one slot, hence at most a day, after its slot's start, which limits the partitions to read.
    private const string ReadFailures = """
        SELECT market.market, pull.slot, pull.slot_length, pull.requested_at, pull.ended_at, pull.kind, pull.message,
               pull.http_status, pull.sha256, pull.archive_key, pull.body_head
        FROM fact_pull AS pull JOIN dim_market AS market USING (market_id)
        WHERE pull.outcome = 'failed' AND pull.requested_at >= $1 AND pull.requested_at < $2
          AND pull.slot >= $1 - interval '25 hours' AND pull.slot < $2
          AND ($3::text IS NULL OR market.market = $3)
        ORDER BY pull.requested_at DESC, market.market COLLATE "C"
        LIMIT $4
        """;

    private const string ReadGaps = """
        SELECT market.market, gap.slot, gap.slot_length, gap.reason
        FROM fact_gap AS gap JOIN dim_market AS market USING (market_id)
        WHERE gap.slot >= $1 AND gap.slot < $2
        ORDER BY gap.slot DESC, market.market COLLATE "C"
        LIMIT $3
        """;

    public async Task<IReadOnlyList<BookRecord>> ReadHistoryAsync(
        Market market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(connection => connection.Command(ReadHistory, market.ToString(), from, to, countMax), BookRow.Read, cancel);

    public async Task<IReadOnlyList<GapRecord>> ReadGapsAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(
            connection => connection.Command(ReadGaps, from, to, countMax),
            row => new GapRecord(Market.Parse(row.GetString(0)), BookRow.ReadSlot(row, 1), row.GetString(3)),
            cancel);

    public async Task<IReadOnlyList<FailedPull>> ReadFailuresAsync(
        Market? market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(connection => connection.Command(ReadFailures, from, to, market?.ToString(), countMax), ReadFailure, cancel);

    private static FailedPull ReadFailure(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        BookRow.ReadSlot(row, 1),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetFieldValue<DateTimeOffset>(4),
        new PullFailure(Sql.Known<FailureKind>(row.GetString(5)), row.TextOrNull(6) ?? "", row.ValueOrNull<int>(7)),
        row.TextOrNull(8),
        row.TextOrNull(9),
        row.TextOrNull(10));
}
