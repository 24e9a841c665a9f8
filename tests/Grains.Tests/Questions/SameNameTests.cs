using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Questions;

/// <summary>Markets of different coins under one name.</summary>
public sealed class SameNameTests
{
    private const string Coinbase = "coinbase:BTC-USD";
    private const string Tether = "coinbase:BTC-USDT";
    private const string Binance = "binance:BTCUSDT";
    private const string Converter = "coinbase:USDT-USD";

    [Fact]
    public async Task Of_two_markets_whose_prices_disagree_neither_is_believed()
    {
        await using var world = await TwoCoinsAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);

        var best = await BestAsync(silo, seen => seen.Excluded.Count == 2);
        var curve = await silo.Pair("BTC/USD").GetCurveAsync("sell");

        Assert.Equal((false, "price_apart", 0), (best.Complete, best.Reason, best.Split.Count));
        Assert.Equal([new(Binance, "price_apart"), new ExcludedMarket(Coinbase, "price_apart")], best.Excluded);
        Assert.Equal((true, "price_apart", 0, 2), (curve.Refused, curve.Reason, curve.Points.Count, curve.Excluded.Count));
        await Eventually.GetAsync(() => world.CountAsync("fact_split WHERE asset = 'BTC' AND refused AND NOT complete"), count => count == 8, "the refused splits");
        Assert.Equal(16, await world.CountAsync("fact_split_excluded WHERE reason = 'price_apart'"));
        Assert.Equal(0, await world.CountAsync("fact_split_leg WHERE asset = 'BTC'"));
    }

    [Fact]
    public async Task A_market_whose_price_is_apart_from_the_others_is_left_out()
    {
        await using var world = await TwoCoinsAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Tether, Binance, Converter]);

        var best = await BestAsync(silo, seen => seen is { Complete: true, Excluded.Count: 1, Split.Count: > 0 });
        var pair = await silo.Pair("BTC/USDT").GetPricesAsync();

        Assert.Equal([new ExcludedMarket(Binance, "price_apart")], best.Excluded);
        Assert.Equal([new(Binance, "price_apart"), new ExcludedMarket(Tether, "price_apart")], pair.Excluded);
        Assert.Equal((null, null), (pair.BestBid, pair.BestAsk));
        Assert.NotNull((await silo.Market(Binance).GetSummaryAsync(CancellationToken.None)).Mid);
    }

    [Fact]
    public async Task A_ticker_that_is_configured_as_another_asset_belongs_to_that_asset()
    {
        await using var world = await TwoCoinsAsync();
        world.Settings["Assets:binance:btc"] = "BTC2";
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);

        var best = await BestAsync(silo, seen => seen.Complete);
        var other = await Eventually.GetAsync(() => silo.Pair("BTC2/USDT").GetPricesAsync(), seen => seen.Markets.Count > 0, "the other coin's market");

        Assert.Equal((Coinbase, 0), (Assert.Single(best.Split).Market, best.Excluded.Count));
        Assert.Equal([Binance], other.Markets.Select(market => market.Market));
        Assert.Equal("BTC2/USDT", (await silo.Market(Binance).GetSummaryAsync(CancellationToken.None)).Pair);
        Assert.Equal(1, await world.CountAsync("dim_market WHERE market = 'binance:BTCUSDT' AND base_asset = 'BTC2'"));
    }

    private static async Task<World> TwoCoinsAsync()
    {
        var world = await World.CreateAsync();
        world.Time.ShowAfterSlotStart(world.SlotLength, TimeSpan.FromMinutes(1), slotsLater: 1);
        world.Venues.Faults.Add(new Fault("binance", FaultKind.OtherCoin, "BTCUSDT") { Factor = 111 });
        return world;
    }

    private static Task<BestAnswer> BestAsync(TestSilo silo, Func<BestAnswer, bool> isThere) => Eventually.GetAsync(
        () => silo.Pair("BTC/USD").GetBestAsync(new BestQuestion("sell", "100000", InBase: false, null)), isThere, "the answer");
}
