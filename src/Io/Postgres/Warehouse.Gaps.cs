using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

// Slots that were due and have no book.
public sealed partial class Warehouse
{
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
        ON CONFLICT DO NOTHING
        """;

    private const string ReadGaps = """
        SELECT market.market, gap.slot, gap.slot_length, gap.reason
        FROM fact_gap AS gap JOIN dim_market AS market USING (market_id)
        WHERE gap.slot >= $1 AND gap.slot < $2
        ORDER BY gap.slot DESC, market.market COLLATE "C"
        LIMIT $3
        """;

    public async Task<IReadOnlyList<Slot>> FindOpenSlotsAsync(
        Market market, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel)
    {
        return await FindMarketIdAsync(market, cancel) is not { } marketId
            ? []
            : await QueryAsync(
                connection => connection.Command(FindOpenSlots, marketId, before.Start, LiveVersion, countMax, from),
                row => ReadSlot(row, 0),
                cancel);
    }

    public async Task RecordGapsAsync(Market market, IReadOnlyList<Slot> slots, DateTimeOffset at, CancellationToken cancel)
    {
        var marketId = await GetMarketIdAsync(market, cancel);
        await WriteAsync(
            batch =>
            {
                batch.Add(LockMarket, marketId);
                foreach (var slot in slots)
                {
                    batch.Add(RecordGap, marketId, slot.Start, slot.Length, at, LiveVersion);
                }
            },
            cancel);
    }

    /// <summary>The latest gaps of slots that start in [from, to), newest first.</summary>
    public async Task<IReadOnlyList<GapRecord>> ReadGapsAsync(DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await QueryAsync(
            connection => connection.Command(ReadGaps, from, to, countMax),
            row => new GapRecord(Market.Parse(row.GetString(0)), ReadSlot(row, 1), row.GetString(3)),
            cancel);

    // A slot's start and length, in this column and the next.
    private static Slot ReadSlot(NpgsqlDataReader row, int column) =>
        Slot.Containing(row.GetFieldValue<DateTimeOffset>(column), row.GetFieldValue<TimeSpan>(column + 1));
}
