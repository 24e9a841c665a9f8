using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IArchiveFacts"/>
public sealed class ArchiveFacts(PostgresDatabase database) : IArchiveFacts
{
    private const string ReadNamed = """
        SELECT book.archive_key, book.slot, book.sha256, book.requested_at, book.received_at
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND book.slot >= $2 AND book.slot < $3
        UNION
        SELECT pull.archive_key, pull.slot, coalesce(pull.sha256, ''), pull.requested_at, pull.ended_at
        FROM fact_pull AS pull JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND pull.slot >= $2 AND pull.slot < $3 AND pull.archive_key IS NOT NULL
        ORDER BY 1
        """;

    private const string ReadDays = """
        SELECT (pull.slot AT TIME ZONE 'UTC')::date
        FROM fact_pull AS pull JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND pull.archive_key IS NOT NULL
          AND ($2::timestamptz IS NULL OR pull.slot >= $2) AND ($3::timestamptz IS NULL OR pull.slot < $3)
        UNION
        SELECT (book.slot AT TIME ZONE 'UTC')::date
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND ($2::timestamptz IS NULL OR book.slot >= $2) AND ($3::timestamptz IS NULL OR book.slot < $3)
        ORDER BY 1
        """;

    public async Task<IReadOnlyList<NamedCapture>> ReadNamedAsync(Market market, DateOnly day, CancellationToken cancel)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return await database.QueryAsync(
            connection => connection.Command(ReadNamed, market.ToString(), start, start.AddDays(1)),
            row => new NamedCapture(
                row.GetString(0),
                row.GetFieldValue<DateTimeOffset>(1),
                row.GetString(2),
                row.GetFieldValue<DateTimeOffset>(3),
                row.GetFieldValue<DateTimeOffset>(4)),
            cancel);
    }

    public async Task<IReadOnlyList<DateOnly>> ReadNamedDaysAsync(Market market, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancel) =>
        await database.QueryAsync(
            connection => connection.Command(ReadDays, market.ToString(), from, to).AllowMinutes(), row => row.GetFieldValue<DateOnly>(0), cancel);
}
