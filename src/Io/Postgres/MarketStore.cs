using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IMarketStore"/>
public sealed class MarketStore(PostgresDatabase database, MarketIds ids) : IMarketReader, IMarketStore
{
    private const string ListMarkets = """
        SELECT market.market, market.base_asset, market.quote_asset, active."from", active.slot_length,
               rule.price_step::text, rule.quantity_step::text, rule.status,
               EXISTS (SELECT FROM dim_market_active AS past WHERE past.market_id = market.market_id)
        FROM dim_market AS market
        LEFT JOIN dim_market_active AS active ON active.market_id = market.market_id AND active."to" IS NULL
        LEFT JOIN dim_market_rule AS rule ON rule.market_id = market.market_id AND rule.valid_to IS NULL
        ORDER BY market.market COLLATE "C"
        """;

    private const string CloseInterval = """
        UPDATE dim_market_active SET "to" = greatest($2, "from")
        WHERE market_id = $1 AND "to" IS NULL AND slot_length IS DISTINCT FROM make_interval(secs => $3)
        """;

    // If the clock was set back, intervals must still not overlap, so the new one starts no earlier than the last one ended.
    private const string OpenInterval = """
        INSERT INTO dim_market_active (market_id, "from", slot_length)
        SELECT $1, greatest($2, (SELECT max("to") FROM dim_market_active WHERE market_id = $1)), make_interval(secs => $3)
        WHERE NOT EXISTS (SELECT FROM dim_market_active WHERE market_id = $1 AND "to" IS NULL)
        ON CONFLICT (market_id, "from") DO UPDATE SET "to" = NULL, slot_length = excluded.slot_length
        """;

    // An empty interval has no slots, so its slot length means nothing.
    private const string StopNeverStarted = """
        INSERT INTO dim_market_active (market_id, "from", "to", slot_length)
        SELECT $1, $2, $2, interval '1 hour'
        WHERE NOT EXISTS (SELECT FROM dim_market_active WHERE market_id = $1)
        """;

    public async Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel) =>
        await database.QueryAsync(connection => connection.Command(ListMarkets), ReadMarket, cancel);

    public Task StartMarketAsync(Market market, DateTimeOffset from, TimeSpan slotLength, CancellationToken cancel) =>
        database.RunInTransactionAsync(
            async connection =>
            {
                var marketId = await MarketIds.AddAsync(connection, market, cancel);
                await using var batch = connection.CreateBatch();
                batch.Add(MarketIds.LockMarket, marketId)
                    .Add(CloseInterval, marketId, from, slotLength)
                    .Add(OpenInterval, marketId, from, slotLength);
                return await batch.ExecuteNonQueryAsync(cancel);
            },
            cancel);

    public async Task<bool> AddMarketAsync(Market market, CancellationToken cancel)
    {
        var isNew = await ids.FindAsync(market, cancel) is null;
        await ids.GetAsync(market, cancel);
        return isNew;
    }

    public async Task StopMarketAsync(Market market, DateTimeOffset to, CancellationToken cancel)
    {
        if (await ids.FindAsync(market, cancel) is { } marketId)
        {
            await database.WriteAsync(
                batch => batch
                    .Add(MarketIds.LockMarket, marketId)
                    .Add(CloseInterval, marketId, to, null)
                    .Add(StopNeverStarted, marketId, to),
                cancel);
        }
    }

    public Task SaveListingAsync(string venue, IReadOnlyList<Product> products, DateTimeOffset at, CancellationToken cancel) =>
        database.RunInTransactionAsync(connection => ListingRows.WriteAsync(connection, venue, products, at, cancel), cancel);

    private static MarketRecord ReadMarket(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        row.IsDBNull(1) || row.IsDBNull(2) ? null : new Pair(new Asset(row.GetString(1)), new Asset(row.GetString(2))),
        row.ValueOrNull<DateTimeOffset>(3),
        row.ValueOrNull<TimeSpan>(4),
        row.GetBoolean(8),
        row.ExactOrNull(5),
        row.ExactOrNull(6),
        row.TextOrNull(7));
}
