using System.Globalization;
using System.Numerics;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Questions;

/// <summary>A book whose quantities do not fit 64 bits at its decimals, from the venue's bytes to facts, answers and restarts.</summary>
public sealed class WideBookTests
{
    private const string Market = "binance:SHIBUSDT";
    private const string FirstQuantity = "93000000000.12345678";
    private const string FirstPrice = "0.0000001";

    [Fact]
    public async Task Its_facts_answers_and_state_are_exact()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Pin("binance", "SHIBUSDT", System.Text.Encoding.UTF8.GetBytes(
            $$"""{"lastUpdateId":7,"bids":[["0.00000009","{{FirstQuantity}}"]],"asks":[["{{FirstPrice}}","{{FirstQuantity}}"],["0.0000002","1700000000000.00000001"]]}"""));
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Registry.StartAllAsync([Market]);
            await MarketGrainTests.BookAsync(silo, Market);
            await AssertCostAsync(silo);
            await AssertBestAsync(silo);
        }

        // 10,000 USDT take all of the first level, 9,300.000000012345678, and 699.999999987654322 of the second.
        Assert.Equal(
            ["10000 96500000000.06172839", "100000 546500000000.06172839"],
            await world.Database.RowsAsync("SELECT trim_scale(order_size) || ' ' || trim_scale(quantity) FROM fact_cost WHERE side = 'buy' ORDER BY order_size"));
        Assert.Equal(
            [$"1 {FirstQuantity} 9300.000000012345678", "2 453499999999.93827161 90699.999999987654322"],
            await world.Database.RowsAsync("SELECT position || ' ' || trim_scale(quantity) || ' ' || trim_scale(amount) FROM fact_fill WHERE side = 'buy' ORDER BY position"));

        await using var again = await TestSilo.StartAsync(world);
        await AssertCostAsync(again);
    }

    private static async Task AssertCostAsync(TestSilo silo)
    {
        var cost = (await silo.Market(Market).GetCostAsync(new CostQuestion("buy", "9300.000000012345678", InBase: false, CostAnswers.NoFees)))!;
        Assert.Equal((true, FirstQuantity, FirstPrice), (cost.Complete, cost.Quantity, cost.AveragePrice));
    }

    // In units of 10^-8 of the quantity and 10^-7 of the price; the second level costs twice as much as the first.
    private static async Task AssertBestAsync(TestSilo silo)
    {
        var best = await Eventually.GetAsync(
            () => silo.Pair("SHIB/USDT").GetBestAsync(new BestQuestion("buy", "9400", InBase: false, null)), seen => seen.Split.Count == 1, "a split");
        var (ordered, first) = (Units(best.Split[0].OrderQuantity), Units(FirstQuantity));
        var gross = first * 1 + (ordered - first) * 2;
        Assert.Equal(gross, BigInteger.Parse(best.Split[0].GrossAmount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 15 - Decimals(best.Split[0].GrossAmount)));
    }

    private static BigInteger Units(string quantity) =>
        BigInteger.Parse(quantity.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 8 - Decimals(quantity));

    private static int Decimals(string number) => number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
}
