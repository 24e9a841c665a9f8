using System.Text;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Questions;

/// <summary>The best way to trade, from the grain of a pair; the expected figures were computed by hand.</summary>
public sealed class BestTests
{
    private const string Coinbase = "coinbase:BTC-USD";
    private const string Binance = "binance:BTCUSDT";
    private const string Converter = "coinbase:USDT-USD";

    [Fact]
    public async Task An_order_is_split_over_markets_and_currencies_with_fees_and_conversion()
    {
        await using var world = await PinnedAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);
        var best = await BestAsync(silo, new BestQuestion("buy", "402.4", InBase: false, null), seen => seen.Split.Count == 2);

        // Coinbase asks 100, all-in 100.6. Binance asks 99 USDT for which 0.999 is received: with USDT at 1.00 and a fee of 0.0045 %
        // that is 99.1035..., cheaper, for one BTC; its next, at 110, is not. So one BTC there, the rest at 100.6.
        Assert.True(best.Complete);
        Assert.Equal([Binance, Coinbase], best.Split.Select(leg => leg.Market));
        Assert.Equal(("1", "0.999", "99", "USDT"), (best.Split[0].OrderQuantity, best.Split[0].Quantity, best.Split[0].GrossAmount, best.Split[0].QuoteCurrency));
        Assert.Equal("99.004455", best.Split[0].Amount);
        Assert.Equal("3.01586028", best.Split[1].OrderQuantity);
        Assert.Equal("100.6", best.MarginalPrice);
        Assert.Equal(Coinbase, best.BestSingle!.Market);
        Assert.True(decimal.Parse(best.Saving!, System.Globalization.CultureInfo.InvariantCulture) is > 1.4m and < 1.6m, best.Saving);
        Assert.Empty(best.Excluded);
    }

    [Fact]
    public async Task Without_a_conversion_a_market_is_excluded_and_never_converted_one_to_one()
    {
        await using var world = await PinnedAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance]);
        var best = await BestAsync(silo, new BestQuestion("sell", "99.4", InBase: false, null), seen => seen.Excluded is [{ Reason: "no_conversion" }] && seen.Split.Count == 1);

        // Bid 99.5, a fee of 0.6 %: 98.903 for one.
        Assert.Equal(Coinbase, best.Split[0].Market);
        Assert.Equal("1.00502512", best.Split[0].OrderQuantity);
        Assert.Equal([new ExcludedMarket(Binance, "no_conversion")], best.Excluded);
    }

    [Fact]
    public async Task Books_too_far_apart_are_not_compared_until_they_are_pulled_again()
    {
        await using var world = await PinnedAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);
        await BestAsync(silo, new BestQuestion("buy", "200", InBase: false, null), seen => seen.Complete && seen.Split.Count == 2);
        world.Time.Shift(TimeSpan.FromMinutes(2));
        Pin(world);
        await silo.Market(Coinbase).PullNowAsync(world.Time.GetUtcNow());

        var refused = await BestAsync(silo, new BestQuestion("buy", "200", InBase: false, null), seen => !seen.Complete);
        var fresh = await silo.Pair("BTC/USD").GetBestAsync(new BestQuestion("buy", "200", InBase: false, MaxAgeSeconds: 30));

        Assert.Equal((false, "skew", 0), (refused.Complete, refused.Reason, refused.Split.Count));
        Assert.InRange(refused.MaxSkewSeconds!.Value, 119, 200);
        Assert.Empty(fresh.Excluded);
        Assert.Equal((true, null, 2), (fresh.Complete, fresh.Reason, fresh.Split.Count));
        Assert.InRange(fresh.MaxSkewSeconds!.Value, 0, 30);
    }

    private static async Task<World> PinnedAsync()
    {
        var world = await World.CreateAsync();
        Pin(world);
        return world;
    }

    private static void Pin(World world)
    {
        Coin(world, "BTC-USD", """[["99.5","3",1]]""", """[["100","50",1]]""");
        Coin(world, "USDT-USD", """[["0.99","100000",1]]""", """[["1","100000",1]]""");
        world.Venues.Pin("binance", "BTCUSDT", Encoding.UTF8.GetBytes("""{"lastUpdateId":7,"bids":[["98","2"]],"asks":[["99","1"],["110","2"]]}"""));
    }

    private static void Coin(World world, string product, string bids, string asks) => world.Venues.Pin(
        "coinbase",
        product,
        Encoding.UTF8.GetBytes($$"""{"bids":{{bids}},"asks":{{asks}},"sequence":7,"auction_mode":false,"auction":null,"time":"{{world.Time.GetUtcNow():O}}"}"""));

    private static Task<BestAnswer> BestAsync(TestSilo silo, BestQuestion question, Func<BestAnswer, bool> isThere) =>
        Eventually.GetAsync(() => silo.Pair("BTC/USD").GetBestAsync(question), isThere, "the answer");
}
