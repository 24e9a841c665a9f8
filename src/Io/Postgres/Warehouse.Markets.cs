using Npgsql;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

// Which markets there are, and when each is active.
public sealed partial class Warehouse
{
    private const string ListMarkets = """
        SELECT market.market, market.base_asset, market.quote_asset, active."from", active.slot_length,
               rule.price_step::text, rule.quantity_step::text, rule.status
        FROM dim_market AS market
        LEFT JOIN dim_market_active AS active ON active.market_id = market.market_id AND active."to" IS NULL
        LEFT JOIN dim_market_rule AS rule ON rule.market_id = market.market_id AND rule.valid_to IS NULL
        ORDER BY market.market COLLATE "C"
        """;

    // The updates that change nothing make the statement return the row that a concurrent caller has just made.
    private const string AddMarket = """
        WITH venue AS (
            INSERT INTO dim_venue (code) VALUES ($1) ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING venue_id)
        INSERT INTO dim_market (venue_id, product, market) SELECT venue_id, $2, $3 FROM venue
        ON CONFLICT (market) DO UPDATE SET market = excluded.market
        RETURNING market_id
        """;

    private const string LockMarket = "SELECT FROM dim_market WHERE market_id = $1 FOR NO KEY UPDATE";

    private const string CloseInterval = """
        UPDATE dim_market_active SET "to" = greatest($2, "from")
        WHERE market_id = $1 AND "to" IS NULL AND slot_length IS DISTINCT FROM make_interval(secs => $3)
        """;

    // A clock that was set back must not make intervals overlap: the new one starts no earlier than the last one ended.
    private const string OpenInterval = """
        INSERT INTO dim_market_active (market_id, "from", slot_length)
        SELECT $1, greatest($2, (SELECT max("to") FROM dim_market_active WHERE market_id = $1)), make_interval(secs => $3)
        WHERE NOT EXISTS (SELECT FROM dim_market_active WHERE market_id = $1 AND "to" IS NULL)
        ON CONFLICT (market_id, "from") DO UPDATE SET "to" = NULL, slot_length = excluded.slot_length
        """;

    public async Task<IReadOnlyList<MarketRecord>> ListMarketsAsync(CancellationToken cancel) =>
        await QueryAsync(connection => connection.Command(ListMarkets), ReadMarket, cancel);

    public async Task StartMarketAsync(Market market, DateTimeOffset from, TimeSpan slotLength, CancellationToken cancel)
    {
        var marketId = await GetMarketIdAsync(market, cancel);
        await WriteAsync(
            batch => batch
                .Add(LockMarket, marketId)
                .Add(CloseInterval, marketId, from, slotLength)
                .Add(OpenInterval, marketId, from, slotLength),
            cancel);
    }

    public async Task<bool> AddMarketAsync(Market market, CancellationToken cancel)
    {
        var isNew = await FindMarketIdAsync(market, cancel) is null;
        await GetMarketIdAsync(market, cancel);
        return isNew;
    }

    public async Task StopMarketAsync(Market market, DateTimeOffset to, CancellationToken cancel)
    {
        if (await FindMarketIdAsync(market, cancel) is { } marketId)
        {
            await WriteAsync(batch => batch.Add(LockMarket, marketId).Add(CloseInterval, marketId, to, null), cancel);
        }
    }

    private static MarketRecord ReadMarket(NpgsqlDataReader row) => new(
        Market.Parse(row.GetString(0)),
        row.IsDBNull(1) || row.IsDBNull(2) ? null : new Pair(new Asset(row.GetString(1)), new Asset(row.GetString(2))),
        row.ValueOrNull<DateTimeOffset>(3),
        row.ValueOrNull<TimeSpan>(4),
        row.ExactOrNull(5),
        row.ExactOrNull(6),
        row.TextOrNull(7));

    // Outside of the caller's transaction: an id that is remembered must be committed.
    private async Task<int> GetMarketIdAsync(Market market, CancellationToken cancel) =>
        await FindMarketIdAsync(market, cancel)
        ?? await AskMarketIdAsync(market, c => c.Command(AddMarket, market.Venue, market.Product, market.ToString()), cancel)
        ?? throw new InvalidOperationException($"{market} was not added");

    private async Task<int?> FindMarketIdAsync(Market market, CancellationToken cancel) =>
        marketIds.TryGetValue(market, out var known)
            ? known
            : await AskMarketIdAsync(market, c => c.Command("SELECT market_id FROM dim_market WHERE market = $1", market.ToString()), cancel);

    private async Task<int?> AskMarketIdAsync(Market market, Func<NpgsqlConnection, NpgsqlCommand> command, CancellationToken cancel)
    {
        var found = await QueryAsync(command, row => row.GetInt32(0), cancel);
        return found.Count == 0 ? null : marketIds[market] = found[0];
    }

    private Task<int> WriteAsync(Action<NpgsqlBatch> fill, CancellationToken cancel) => RunInTransactionAsync(
        async connection =>
        {
            await using var batch = connection.CreateBatch();
            fill(batch);
            return await batch.ExecuteNonQueryAsync(cancel);
        },
        cancel);
}
