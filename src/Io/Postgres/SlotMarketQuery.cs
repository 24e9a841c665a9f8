using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Reads the markets that the splits of a slot use.</summary>
internal static class SlotMarketQuery
{
    private const string ReadSlotMarkets = $"""
        SELECT {BookRow.Columns}, market.product, market.base_asset, market.quote_asset, active."to",
               rule.status, rule.price_step::text, rule.quantity_step::text, rule.quantity_min::text, rule.notional_min::text,
               rule.quantity_max::text, rule.notional_max::text, slot.start
        FROM unnest($2::timestamptz[], $3::timestamptz[]) AS slot(start, "end")
        CROSS JOIN dim_market AS market
        CROSS JOIN LATERAL (
            SELECT "to" FROM dim_market_active
            WHERE market_id = market.market_id AND "from" < slot."end" AND ("to" IS NULL OR "to" > greatest("from", slot.start))
            ORDER BY "from" DESC LIMIT 1) AS active
        LEFT JOIN fact_book AS book
               ON book.market_id = market.market_id AND book.slot = slot.start AND book.version = 'live'
        LEFT JOIN dim_market_rule AS rule
               ON rule.market_id = market.market_id AND rule.valid_from <= coalesce(book.received_at, slot.start)
              AND (rule.valid_to IS NULL OR rule.valid_to > coalesce(book.received_at, slot.start))
        WHERE market.base_asset = $1
        ORDER BY slot.start, market.market COLLATE "C"
        """;

    public static async Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(
        this PostgresDatabase database, Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel)
    {
        var rows = await database.QueryAsync(
            connection => connection.Command(
                ReadSlotMarkets, baseAsset.Code, slots.Select(slot => slot.Start).ToArray(), slots.Select(slot => slot.End).ToArray()),
            row => (Start: row.GetFieldValue<DateTimeOffset>(26), Market: ReadSlotMarket(row)),
            cancel);
        return rows.ToLookup(row => row.Start, row => row.Market);
    }

    private static SlotMarket ReadSlotMarket(NpgsqlDataReader row)
    {
        var pair = new Pair(new Asset(row.GetString(16)), new Asset(row.GetString(17)));
        var rules = row.TextOrNull(19) is { } status
            ? new Product(
                row.GetString(15), pair, Sql.Known<ProductStatus>(status), row.ExactOrNull(20), row.ExactOrNull(21), row.ExactOrNull(22), row.ExactOrNull(23),
                row.ExactOrNull(24), row.ExactOrNull(25))
            : null;
        return new SlotMarket(
            Market.Parse(row.GetString(0)), pair, row.ValueOrNull<DateTimeOffset>(18), rules, row.IsDBNull(1) ? null : BookRow.Read(row));
    }
}
