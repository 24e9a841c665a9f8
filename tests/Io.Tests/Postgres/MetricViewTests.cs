using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Schema;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The stored metrics, and the views across several books: the realised spread and the concentration of venues.</summary>
public sealed class MetricViewTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Market Binance = Market.Parse("binance:BTCUSDT");

    private TestDatabase database = null!;
    private TestStores stores = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        stores = new TestStores(database.Source);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Every_metric_of_a_book_is_stored()
    {
        await CommitAsync(Some.Market, Some.Slot(), "99x1 98x2", "101x2 102x3");

        Assert.Equal(["200|99.666666666666666667"], await database.RowsAsync("SELECT spread_bps, microprice FROM fact_book"));
        Assert.Equal(
            ["buy|100|100|0||2|200|0", "buy|1000|||shallow|||", "sell|100|200|101.010101||2.02020202|202.020202|0.010204081632653061"],
            await database.RowsAsync("""
                SELECT side, order_size, impact_bps, round(impact_best_bps::numeric, 6)::float8, impact_reason, trim_scale(round(effective_spread, 8)),
                       round(effective_spread_bps::numeric, 6)::float8, slippage_cost
                FROM fact_cost ORDER BY side, order_size LIMIT 3
                """));
        Assert.Equal(["100", "100"], await database.RowsAsync("SELECT reference_price FROM fact_depth"));
        Assert.Equal(["500|-0.25|"], await database.RowsAsync("SELECT band_bps, imbalance, reason FROM fact_imbalance"));
        Assert.Equal(
            ["100|true||0.990099009900990099|98.019801980198019801", "1000|false|shallow|5|"],
            await database.RowsAsync("SELECT order_size, complete, reason, quantity, received FROM fact_round_trip ORDER BY order_size"));
    }

    [Fact]
    public async Task The_realised_spread_uses_the_mid_of_the_next_slot_and_effective_equals_realised_plus_twice_the_impact()
    {
        await CommitAsync(Some.Market, Some.Slot(-48), "99x9", "101x9");
        await CommitAsync(Some.Market, Some.Slot(-47), "102x9", "104x9");
        await CommitAsync(Some.Market, Some.Slot(-45), "102x9", "104x9");

        Assert.Equal(
            ["10|buy|-4|-400|3|01:00:00|", "10|sell|8|800|-3|01:00:00|", "11|buy|||||gap", "11|sell|||||gap", "13|buy|||||gap", "13|sell|||||gap"],
            await database.RowsAsync("""
                SELECT extract(hour FROM slot AT TIME ZONE 'UTC')::int AS hour, side, trim_scale(realised_spread), realised_spread_bps, trim_scale(price_impact),
                       CASE WHEN reason IS NULL THEN horizon::text END AS horizon, reason
                FROM realised_spread WHERE order_size = 100 ORDER BY slot, side
                """));
        Assert.Equal("shallow", await database.ScalarAsync<string>("SELECT DISTINCT reason FROM realised_spread WHERE order_size = 1000"));
        Assert.Equal(0, await database.ScalarAsync<long>("""
            SELECT count(*) FROM realised_spread JOIN fact_cost USING (market_id, slot, side, order_size, fill_policy)
            WHERE realised_spread IS NOT NULL AND effective_spread <> realised_spread.realised_spread + 2 * price_impact
            """));
    }

    [Fact]
    public async Task A_walk_that_filled_nothing_has_no_realised_spread_but_a_reason()
    {
        await CommitAsync(Some.Market, Some.Slot(-48), "99x9", "101x9", policy: FillPolicy.Under);
        await CommitAsync(Some.Market, Some.Slot(-47), "102x9", "104x9", policy: FillPolicy.Under);

        Assert.Equal(
            ["buy|nothing_filled|||", "sell|nothing_filled|||"],
            await database.RowsAsync("""
                SELECT side, reason, realised_spread, realised_spread_bps, price_impact
                FROM realised_spread WHERE order_size = 100 AND slot = (SELECT min(slot) FROM fact_book) ORDER BY side
                """));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM realised_spread WHERE (realised_spread IS NULL) <> (reason IS NOT NULL)"));
    }

    [Fact]
    public async Task The_concentration_of_venues_uses_their_depth_within_one_percent()
    {
        await stores.Markets.SaveListingAsync("coinbase", [], Some.Hour, None);
        await CommitAsync(Some.Market, Some.Slot(), "99.5x1", "100.5x2", band: 100);
        await CommitAsync(Binance, Some.Slot(), "99.5x4", "100.5x5", band: 100);
        await CommitAsync(Market.Parse("binance:BTCUSDC"), Some.Slot(), "99.9x4", "100.1x5", band: 100, isWhole: false);
        await stores.Markets.SaveListingAsync("coinbase", [Some.Product()], Some.Hour, None);
        await stores.Markets.SaveListingAsync("binance", [Some.Product("BTCUSDT", "BTC/USDT"), Some.Product("BTCUSDC", "BTC/USDC")], Some.Hour, None);

        Assert.Equal(
            ["BTC|binance|9|1|0.75|0.625|1.6|", "BTC|coinbase|3|1|0.25|0.625|1.6|"],
            await database.RowsAsync("SELECT base_asset, venue, quantity, markets, share, hhi, effective_venues, reason FROM venue_concentration ORDER BY venue"));
    }

    [Theory]
    [InlineData(SplitExclusion.PriceApart)]
    [InlineData(SplitExclusion.NotTrading)]
    [InlineData(SplitExclusion.Frozen)]
    public async Task The_concentration_leaves_out_markets_that_the_splits_do_not_believe(SplitExclusion reason)
    {
        await CommitAsync(Some.Market, Some.Slot(), "99.5x1", "100.5x2", band: 100);
        await CommitAsync(Binance, Some.Slot(), "9950x4", "10050x5", band: 100);
        await stores.Markets.SaveListingAsync("coinbase", [Some.Product()], Some.Hour, None);
        await stores.Markets.SaveListingAsync("binance", [Some.Product("BTCUSDT", "BTC/USDT")], Some.Hour, None);
        await stores.Splits.SaveSplitsAsync([SomeSplit.Of("coinbase:BTC-USD") with { Excluded = [new MarketExclusion(Binance, reason)] }], None);

        Assert.Equal(["coinbase|3|1|1"], await database.RowsAsync("SELECT venue, quantity, share, hhi FROM venue_concentration ORDER BY venue"));
    }

    private Task<bool> CommitAsync(Market market, Slot slot, string bids, string asks, int band = 500, bool isWhole = true, FillPolicy policy = FillPolicy.Exact)
    {
        var capture = Some.Capture(market: market, slot: slot);
        var options = new SnapshotOptions([100, 1000], [], policy, [band], 0);
        return stores.Facts.CommitAsync(SnapshotBuilder.Build(new ArchivedCapture(Some.ArchiveKey(capture), capture), Some.Book(bids, asks, isWhole), options), None);
    }
}
