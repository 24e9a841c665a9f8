using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres;

// What a split is made from, and splits as they were written.
public sealed partial class Warehouse
{
    private const string ReadSlotMarkets = $"""
        SELECT {BookColumns}, market.product, market.base_asset, market.quote_asset, active."to",
               rule.status, rule.price_step::text, rule.quantity_step::text, rule.quantity_min::text, rule.notional_min::text, slot.start
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

    private const string FindUnsplitSlots = """
        SELECT book.slot, max(book.slot_length)
        FROM dim_market AS market JOIN fact_book AS book USING (market_id)
        WHERE market.base_asset = $1 AND book.version = 'live' AND book.slot >= $2 AND book.slot < $3
          AND NOT EXISTS (SELECT FROM fact_split AS split
                          WHERE split.asset = $1 AND split.slot = book.slot AND split.version = 'live'
                            AND split.slot >= $2 AND split.slot < $3)
        GROUP BY book.slot
        ORDER BY book.slot
        LIMIT $4
        """;

    private const string ReadSplits = """
        SELECT split.asset, split.currency, split.slot, split.slot_length, split.side, split.order_size::text, split.complete, split.reason,
               split.refused, split.amount::text, split.quantity::text, split.all_in_price::text, split.mid_price::text, split.cost_bps,
               best.market, split.best_single_all_in_price::text, split.saving::text, split.saving_bps, split.marginal_price::text,
               split.gap::text, split.skew_seconds, split.markets_used, split.markets_excluded
        FROM fact_split AS split LEFT JOIN dim_market AS best ON best.market_id = split.best_single_market_id
        WHERE split.asset = $1 AND split.currency = $2 AND split.version = 'live' AND split.slot >= $3 AND split.slot < $4
          AND ($5::text IS NULL OR split.side = $5) AND ($6::text IS NULL OR split.order_size = $6::numeric)
        ORDER BY split.slot DESC, split.side, split.order_size
        LIMIT $7
        """;

    public async Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel) =>
        [.. (await ReadSlotMarketsAsync(baseAsset, [slot], cancel))[slot.Start]];

    public async Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel)
    {
        var rows = await QueryAsync(
            connection => connection.Command(
                ReadSlotMarkets, baseAsset.Code, slots.Select(slot => slot.Start).ToArray(), slots.Select(slot => slot.End).ToArray()),
            row => (Start: row.GetFieldValue<DateTimeOffset>(23), Market: ReadSlotMarket(row)),
            cancel);
        return rows.ToLookup(row => row.Start, row => row.Market);
    }

    public async Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(
        Asset baseAsset, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel) =>
        await QueryAsync(
            connection => connection.Command(FindUnsplitSlots, baseAsset.Code, from, before.Start, countMax), row => ReadSlot(row, 0), cancel);

    public async Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await QueryAsync(
            connection => connection.Command(ReadSplits, asset.Code, currency.Code, from, to, side?.Text(), orderSize, countMax), ReadSplit, cancel);

    private static SlotMarket ReadSlotMarket(NpgsqlDataReader row)
    {
        var pair = new Pair(new Asset(row.GetString(15)), new Asset(row.GetString(16)));
        var rules = row.TextOrNull(18) is { } status
            ? new Product(
                row.GetString(14), pair, Known<ProductStatus>(status), row.ExactOrNull(19), row.ExactOrNull(20), row.ExactOrNull(21), row.ExactOrNull(22))
            : null;
        return new SlotMarket(
            Market.Parse(row.GetString(0)), pair, row.ValueOrNull<DateTimeOffset>(17), rules, row.IsDBNull(1) ? null : ReadBook(row));
    }

    private static SplitRecord ReadSplit(NpgsqlDataReader row) => new(
        new Asset(row.GetString(0)),
        new Asset(row.GetString(1)),
        ReadSlot(row, 2),
        Known<Side>(row.GetString(4)),
        Exact.Parse(row.GetString(5)),
        row.GetBoolean(6),
        row.TextOrNull(7) is { } reason ? Known<MetricReason>(reason) : null,
        row.GetBoolean(8),
        row.ExactOrNull(9),
        row.ExactOrNull(10),
        row.ExactOrNull(11),
        row.ExactOrNull(12),
        row.ValueOrNull<double>(13),
        row.TextOrNull(14) is { } market ? Market.Parse(market) : null,
        row.ExactOrNull(15),
        row.ExactOrNull(16),
        row.ValueOrNull<double>(17),
        row.ExactOrNull(18),
        row.ExactOrNull(19),
        row.ValueOrNull<double>(20) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        row.GetInt32(21),
        row.GetInt32(22));
}
