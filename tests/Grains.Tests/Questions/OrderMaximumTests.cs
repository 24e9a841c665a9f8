using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Questions;

/// <summary>Orders larger than their venue accepts at once. The simulated Binance takes 100,000 of a coin in one market order.</summary>
public sealed class OrderMaximumTests
{
    private const string Binance = "binance:SHIBUSDT";
    private const string Coinbase = "coinbase:BTC-USD";
    private const int QuantityMax = 100_000;

    [Fact]
    public async Task A_cost_and_each_leg_of_a_split_say_how_many_orders_they_take()
    {
        await using var world = await World.CreateAsync();
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Registry.StartAllAsync([Binance]);
            await MarketGrainTests.BookAsync(silo, Binance);
            var best = await Eventually.GetAsync(
                () => silo.Pair("SHIB/USDT").GetBestAsync(new BestQuestion("buy", "1000", InBase: false, null)), seen => seen.Split.Count == 1, "a split");

            await AssertOrdersAsync(silo);
            Assert.True(best.Split[0].Orders > 1000);
            Assert.Equal(OrdersOf(best.Split[0].OrderQuantity), best.Split[0].Orders);
            Assert.Equal(
                (decimal)QuantityMax,
                await world.Database.ScalarAsync<decimal>("SELECT quantity_max FROM dim_market_rule WHERE valid_to IS NULL AND notional_max IS NULL"));
        }

        await using var again = await TestSilo.StartAsync(world);
        await AssertOrdersAsync(again);
    }

    [Fact]
    public async Task Without_a_known_maximum_the_number_of_orders_is_null()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Coinbase).StartAsync();
        await MarketGrainTests.BookAsync(silo, Coinbase);

        Assert.Null((await CostAsync(silo, Coinbase, fees: null)).Orders);
    }

    private static async Task AssertOrdersAsync(TestSilo silo)
    {
        var (cost, bare) = (await CostAsync(silo, Binance, fees: null), await CostAsync(silo, Binance, CostAnswers.NoFees));
        Assert.True(cost.Orders > 1000);
        Assert.Equal(OrdersOf(cost.OrderQuantity!), cost.Orders);
        Assert.Null(bare.Orders);
    }

    private static async Task<CostAnswer> CostAsync(TestSilo silo, string market, string? fees) =>
        (await silo.Market(market).GetCostAsync(new CostQuestion("buy", "1000", InBase: false, fees)))!;

    private static long OrdersOf(string quantity) => (long)Math.Ceiling(decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture) / QuantityMax);
}
