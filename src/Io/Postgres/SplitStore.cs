using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="ISplitStore"/>
public sealed class SplitStore(PostgresDatabase database, MarketIds ids, Partitions partitions) : ISplitStore
{
    private const string FindUnsplitSlots = """
        WITH book AS (
            SELECT book.slot, book.slot_length, book.received_at, market.base_asset = $1 AS is_own,
                   EXISTS (SELECT FROM dim_market_active AS active
                           WHERE active.market_id = market.market_id AND active."from" < book.slot + book.slot_length
                             AND (active."to" IS NULL OR active."to" > greatest(active."from", book.slot))) AS is_active
            FROM dim_market AS market JOIN fact_book AS book USING (market_id)
            WHERE (market.base_asset = $1 OR market.base_asset IS NOT NULL AND market.market = ANY ($5))
              AND book.version = 'live' AND book.slot >= $2 AND book.slot < $3),
        due AS (
            SELECT slot, max(slot_length) AS slot_length,
                   CASE WHEN min(received_at) FILTER (WHERE is_active) > slot + make_interval(secs => $6)
                        THEN min(received_at) FILTER (WHERE is_active) ELSE slot END + make_interval(secs => $6) AS deadline
            FROM book WHERE is_own GROUP BY slot),
        counted AS (
            SELECT due.slot, due.slot_length, count(book.slot) AS books, max(book.received_at) AS newest_book_at
            FROM due LEFT JOIN book ON book.slot = due.slot AND book.is_active AND book.received_at <= due.deadline
            GROUP BY due.slot, due.slot_length)
        SELECT counted.slot, counted.slot_length
        FROM counted LEFT JOIN LATERAL (
            SELECT split.slot, split.books, split.newest_book_at FROM fact_split AS split
            WHERE split.asset = $1 AND split.slot = counted.slot AND split.version = 'live' AND split.slot >= $2 AND split.slot < $3
            LIMIT 1) AS split ON true
        WHERE split.slot IS NULL
           OR (split.books, split.newest_book_at) IS DISTINCT FROM (counted.books, counted.newest_book_at) AND split.books IS NOT NULL
        ORDER BY counted.slot
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

    public async Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel)
    {
        if (splits.Any(of => of.Order.Unit != SplitUnit.Quote))
        {
            throw new ArgumentException("fact_split stores only order sizes in a currency", nameof(splits));
        }

        var ordered = SplitWriter.InOrder(splits);
        var marketIds = new Dictionary<Market, int>();
        foreach (var of in ordered)
        {
            await partitions.EnsureAsync(of.Slot, cancel);
            foreach (var market in MarketsOf(of))
            {
                marketIds[market] = await ids.GetAsync(market, cancel);
            }
        }

        await database.RunInTransactionAsync(
            async connection =>
            {
                await SplitWriter.ClearOutdatedAsync(connection, ordered, cancel);
                return await SplitWriter.InsertAsync(connection, ordered, marketIds, cancel);
            },
            cancel);
    }

    public async Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel) =>
        [.. (await database.ReadSlotMarketsAsync(baseAsset, [slot], cancel))[slot.Start]];

    public async Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(
        Asset baseAsset, SplitSettings settings, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel) =>
        await database.QueryAsync(
            connection => connection.Command(
                FindUnsplitSlots, baseAsset.Code, from, before.Start, countMax,
                settings.Conversions.Select(market => market.ToString()).ToArray(), settings.Deadline),
            row => BookRow.ReadSlot(row, 0), cancel);

    public async Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(
            connection => connection.Command(ReadSplits, asset.Code, currency.Code, from, to, side?.Text(), orderSize, countMax), ReadSplit, cancel);

    private static IEnumerable<Market> MarketsOf(SlotSplit of) =>
        [.. of.Split?.Legs.Select(leg => leg.Market) ?? [], .. of.Split?.Singles.Select(single => single.Market) ?? [], .. of.Excluded.Select(left => left.Market)];

    private static SplitRecord ReadSplit(NpgsqlDataReader row) => new(
        new Asset(row.GetString(0)),
        new Asset(row.GetString(1)),
        BookRow.ReadSlot(row, 2),
        Sql.Known<Side>(row.GetString(4)),
        Exact.Parse(row.GetString(5)),
        row.GetBoolean(6),
        row.TextOrNull(7) is { } reason ? Sql.Known<MetricReason>(reason) : null,
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
