using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <summary>A row of <c>fact_book</c> as every query selects it: <see cref="Columns"/> first, in their order.</summary>
internal static class BookRow
{
    // The first slot after the last book that shows a movement against this one: Core's Standstill over its SlotsBackMax of 24 slots.
    private const string UnmovedSince = """
        (SELECT min(same.slot) FROM fact_book AS same
         WHERE same.market_id = book.market_id AND same.version = 'live'
           AND same.slot BETWEEN book.slot - 24 * book.slot_length AND book.slot
           AND same.slot > coalesce(
               (SELECT max(moved.slot) FROM fact_book AS moved
                WHERE moved.market_id = book.market_id AND moved.version = 'live'
                  AND moved.slot BETWEEN book.slot - 24 * book.slot_length AND book.slot
                  AND CASE WHEN moved.sequence IS NOT NULL OR book.sequence IS NOT NULL THEN moved.sequence IS DISTINCT FROM book.sequence
                           WHEN moved.venue_time IS NOT NULL OR book.venue_time IS NOT NULL THEN moved.venue_time IS DISTINCT FROM book.venue_time
                           ELSE moved.sha256 <> book.sha256 END),
               '-infinity'))
        """;

    /// <summary>Columns of <c>fact_book AS book</c> joined with <c>dim_market AS market</c>.</summary>
    public const string Columns = $"{OwnColumns}, {UnmovedSince} AS unmoved_since";

    /// <summary>The same without looking back at earlier books.</summary>
    public const string HistoryColumns = $"{OwnColumns}, NULL::timestamptz AS unmoved_since";

    private const string OwnColumns = """
        market.market, book.slot, book.slot_length, book.received_at, book.venue_time, book.sequence,
        book.best_bid::text, book.best_ask::text, book.mid_price::text, book.bid_levels, book.ask_levels,
        book.depth_complete, book.sha256, book.archive_key
        """;

    /// <summary>The <c>live</c> books of market <c>$1</c>.</summary>
    public const string Select = $"SELECT {Columns} {OfMarket}";

    /// <summary>Books of market <c>$1</c>, as for <see cref="Columns"/>.</summary>
    public const string OfMarket = """
        FROM fact_book AS book JOIN dim_market AS market USING (market_id)
        WHERE market.market = $1 AND book.version = 'live'
        """;

    public static BookRecord Read(NpgsqlDataReader row) => new(
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
        row.GetString(13))
    {
        UnmovedSince = row.ValueOrNull<DateTimeOffset>(14),
    };

    /// <summary>Reads a slot from its start in this column and its length in the next.</summary>
    public static Slot ReadSlot(NpgsqlDataReader row, int column) =>
        Slot.Containing(row.GetFieldValue<DateTimeOffset>(column), row.GetFieldValue<TimeSpan>(column + 1));
}
