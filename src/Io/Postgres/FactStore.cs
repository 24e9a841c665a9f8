using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IFactStore"/>
public sealed class FactStore(PostgresDatabase database, MarketIds ids, Partitions partitions, ClockOffset clock) : IFactStore
{
    private const string FindBook = $"{BookRow.Select} AND book.slot = $2";

    private const string FindLatestBook =
        $"{BookRow.Select} AND book.slot <= coalesce($2::timestamptz, now() + make_interval(secs => $3)) ORDER BY book.slot DESC LIMIT 1";

    private const string ReadArchiveKeys = """
        SELECT pull.archive_key FROM fact_pull AS pull JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND pull.slot = $2 AND pull.archive_key IS NOT NULL
        """;

    private const string FindOpenSlots = """
        SELECT active.slot, active.slot_length
        FROM active_slots($1, $5, $2) AS active
        WHERE active.is_due
          AND NOT EXISTS (SELECT FROM fact_book AS book
                          WHERE book.market_id = $1 AND book.slot = active.slot AND book.version = $3)
          AND NOT EXISTS (SELECT FROM fact_gap AS gap WHERE gap.market_id = $1 AND gap.slot = active.slot)
        ORDER BY active.slot
        LIMIT $4
        """;

    private const string RecordGap = """
        INSERT INTO fact_gap (market_id, slot, slot_length, reason, recorded_at)
        SELECT $1, $2, make_interval(secs => $3),
               coalesce((SELECT kind FROM fact_pull
                         WHERE market_id = $1 AND slot = $2 AND outcome = 'failed'
                         ORDER BY requested_at DESC LIMIT 1), 'not_running'),
               $4
        WHERE NOT EXISTS (SELECT FROM fact_book WHERE market_id = $1 AND slot = $2 AND version = $5)
          AND $2 + make_interval(secs => $3) <= coalesce($6::timestamptz, now() + make_interval(secs => $7))
        ON CONFLICT DO NOTHING
        """;

    public async Task<bool> CommitAsync(Snapshot snapshot, CancellationToken cancel)
    {
        if (clock.Now.IsFuture(snapshot.Capture.Slot.Start))
        {
            throw new InvalidDataException($"{snapshot.Capture.Market} {snapshot.Capture.Slot}: the slot has not begun by the database's clock");
        }

        var marketId = await ids.GetAsync(snapshot.Capture.Market, cancel);
        await partitions.EnsureAsync(snapshot.Capture.Slot, cancel);
        return await database.RunInTransactionAsync(connection => PullRows.WriteAsync(connection, marketId, snapshot, cancel), cancel);
    }

    public async Task RecordFailureAsync(FailedPull pull, CancellationToken cancel)
    {
        var marketId = await ids.GetAsync(pull.Market, cancel);
        await partitions.EnsureAsync(pull.Slot, cancel);
        await database.WriteAsync(batch => PullRows.AddFailure(batch, marketId, pull), cancel);
    }

    public async Task<IReadOnlyList<string>> ReadArchiveKeysAsync(Market market, Slot slot, CancellationToken cancel) =>
        await database.QueryAsync(connection => connection.Command(ReadArchiveKeys, market.ToString(), slot.Start), row => row.GetString(0), cancel);

    public async Task<BookRecord?> FindBookAsync(Market market, Slot? slot, CancellationToken cancel)
    {
        var books = await database.QueryAsync(
            connection => slot is { } asked
                ? connection.Command(FindBook, market.ToString(), asked.Start)
                : connection.Command(FindLatestBook, market.ToString(), clock.Latest, clock.Max),
            BookRow.Read,
            cancel);
        return books.SingleOrDefault();
    }

    public async Task<IReadOnlyList<Slot>> FindOpenSlotsAsync(
        Market market, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel)
    {
        return await ids.FindAsync(market, cancel) is not { } marketId
            ? []
            : await database.QueryAsync(
                connection => connection.Command(FindOpenSlots, marketId, before.Start, PostgresDatabase.LiveVersion, countMax, from),
                row => BookRow.ReadSlot(row, 0),
                cancel);
    }

    public async Task RecordGapsAsync(Market market, IReadOnlyList<Slot> slots, DateTimeOffset at, CancellationToken cancel)
    {
        var marketId = await ids.GetAsync(market, cancel);
        await database.WriteAsync(
            batch =>
            {
                batch.Add(MarketIds.LockMarket, marketId);
                foreach (var slot in slots)
                {
                    batch.Add(RecordGap, marketId, slot.Start, slot.Length, at, PostgresDatabase.LiveVersion, clock.Latest, clock.Max);
                }
            },
            cancel);
    }
}
