using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <summary>A row of <c>fact_book</c> as every query selects it: <see cref="Columns"/> first, in their order.</summary>
internal static class BookRow
{
    /// <summary>Columns of <c>fact_book AS book</c> joined with <c>dim_market AS market</c>.</summary>
    public const string Columns = """
        market.market, book.slot, book.slot_length, book.received_at, book.venue_time, book.sequence,
        book.best_bid::text, book.best_ask::text, book.mid_price::text, book.bid_levels, book.ask_levels,
        book.depth_complete, book.sha256, book.archive_key
        """;

    /// <summary>The <c>live</c> books of market <c>$1</c>.</summary>
    public const string Select = $"""
        SELECT {Columns}
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
        row.GetString(13));

    /// <summary>Reads a slot from its start in this column and its length in the next.</summary>
    public static Slot ReadSlot(NpgsqlDataReader row, int column) =>
        Slot.Containing(row.GetFieldValue<DateTimeOffset>(column), row.GetFieldValue<TimeSpan>(column + 1));
}
