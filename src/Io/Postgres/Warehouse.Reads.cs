using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

// Books and failures as they were written.
public sealed partial class Warehouse
{
    private const string BookColumns = """
        market.market, book.slot, book.slot_length, book.received_at, book.venue_time, book.sequence,
        book.best_bid::text, book.best_ask::text, book.mid_price::text, book.bid_levels, book.ask_levels,
        book.depth_complete, book.sha256, book.archive_key
        """;

    private const string SelectBooks = $"""
        SELECT {BookColumns}
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND book.version = 'live'
        """;

    private const string FindBook = $"{SelectBooks} AND book.slot = $2";

    private const string FindLatestBook = $"{SelectBooks} ORDER BY book.slot DESC LIMIT 1";

    private const string ReadHistory = $"{SelectBooks} AND book.slot >= $2 AND book.slot < $3 ORDER BY book.slot DESC LIMIT $4";

    // An attempt was made at most a slot, so at most a day, after its slot's start: this bounds the partitions that are read.
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

    private const string ReadArchiveKeys = """
        SELECT pull.archive_key FROM fact_pull AS pull JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND pull.slot = $2 AND pull.archive_key IS NOT NULL
        """;

    public async Task<IReadOnlyList<string>> ReadArchiveKeysAsync(Market market, Slot slot, CancellationToken cancel) =>
        await QueryAsync(connection => connection.Command(ReadArchiveKeys, market.ToString(), slot.Start), row => row.GetString(0), cancel);

    public async Task<BookRecord?> FindBookAsync(Market market, Slot? slot, CancellationToken cancel)
    {
        var books = await QueryAsync(
            connection => slot is { } asked
                ? connection.Command(FindBook, market.ToString(), asked.Start)
                : connection.Command(FindLatestBook, market.ToString()),
            ReadBook,
            cancel);
        return books.SingleOrDefault();
    }

    /// <summary>The latest books of slots that start in [from, to), newest first.</summary>
    public async Task<IReadOnlyList<BookRecord>> ReadHistoryAsync(
        Market market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await QueryAsync(connection => connection.Command(ReadHistory, market.ToString(), from, to, countMax), ReadBook, cancel);

    /// <summary>The latest failed attempts requested in [from, to), newest first.</summary>
    public async Task<IReadOnlyList<FailedPull>> ReadFailuresAsync(
        Market? market, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await QueryAsync(connection => connection.Command(ReadFailures, from, to, market?.ToString(), countMax), ReadFailure, cancel);

    private static BookRecord ReadBook(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        ReadSlot(row, 1),
        row.GetFieldValue<DateTimeOffset>(3),
        row.ValueOrNull<DateTimeOffset>(4),
        row.ValueOrNull<long>(5),
        row.ExactOrNull(6),
        row.ExactOrNull(7),
        row.ExactOrNull(8),
        row.GetInt32(9),
        row.GetInt32(10),
        row.GetBoolean(11),
        row.GetString(12),
        row.GetString(13));

    private static FailedPull ReadFailure(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        ReadSlot(row, 1),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetFieldValue<DateTimeOffset>(4),
        new PullFailure(Known<FailureKind>(row.GetString(5)), row.TextOrNull(6) ?? "", row.ValueOrNull<int>(7)),
        row.TextOrNull(8),
        row.TextOrNull(9),
        row.TextOrNull(10));

    private static T Known<T>(string text)
        where T : struct, Enum =>
        SnakeCase.TryParse<T>(text, out var value) ? value : throw new InvalidDataException($"'{text}' is not a {typeof(T).Name} that is known");
}
