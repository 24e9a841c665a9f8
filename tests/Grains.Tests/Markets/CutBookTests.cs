using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.VenueSimulator.Faults;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A book of which the venue sends fewer levels than it was asked for.</summary>
public sealed class CutBookTests
{
    private const string Binance = "binance:BTCUSDT";
    private const string Coinbase = "coinbase:BTC-USD";

    [Fact]
    public async Task A_book_cut_by_its_venue_is_not_called_whole_in_answers_facts_or_after_a_restart()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.FewLevels) { Levels = 3 });
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Market(Binance).StartAsync();
            var summary = await MarketGrainTests.BookAsync(silo, Binance);

            Assert.Equal((3, false), (summary.AskLevels, summary.DepthComplete));
            Assert.Equal("truncated", await ReasonAsync(silo, Binance));
        }

        Assert.False(await world.Database.ScalarAsync<bool>("SELECT depth_complete OR bid_depth_complete OR ask_depth_complete FROM fact_book"));
        Assert.Equal(
            "truncated",
            await world.Database.ScalarAsync<string>("SELECT string_agg(DISTINCT reason, ',') FROM (SELECT reason FROM fact_cost UNION SELECT reason FROM fact_depth) AS ends"));
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_depth WHERE quantity IS NOT NULL OR levels IS NOT NULL"));

        await using var again = await TestSilo.StartAsync(world);
        Assert.Equal("truncated", await ReasonAsync(again, Binance));
    }

    [Fact]
    public async Task The_same_levels_are_a_whole_book_where_the_venue_promises_it()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.FewLevels) { Levels = 3 });
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Coinbase).StartAsync();

        Assert.True((await MarketGrainTests.BookAsync(silo, Coinbase)).DepthComplete);
        Assert.Equal("shallow", await ReasonAsync(silo, Coinbase));
    }

    [Fact]
    public async Task A_state_that_an_earlier_version_wrote_loses_the_claim_of_a_whole_book()
    {
        await using var world = await World.CreateAsync();
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Market(Binance).StartAsync();
            await MarketGrainTests.BookAsync(silo, Binance);
        }

        await using (var earlier = await TestSilo.StartAsync(world))
        {
            var storage = earlier.Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>("state");
            var (id, stored) = (earlier.Market(Binance).GetGrainId(), new GrainState<MarketState>());
            await storage.ReadStateAsync("market", id, stored);
            stored.State!.CompactBook = BookCodec.Encode(VenueCatalog.Find("coinbase")!.ParseBook("""{"bids":[["9","1",1]],"asks":[["11","1",1]]}"""u8).Value);
            await storage.WriteStateAsync("market", id, stored);
        }

        await using var later = await TestSilo.StartAsync(world);
        var summary = await later.Market(Binance).GetSummaryAsync();
        Assert.Equal(("11", false), (summary.BestAsk, summary.DepthComplete));
        Assert.Equal("truncated", await ReasonAsync(later, Binance));
    }

    private static async Task<string?> ReasonAsync(TestSilo silo, string market) =>
        (await silo.Market(market).GetCostAsync(new CostQuestion("buy", "1000000000", InBase: false, Fees: null)))!.Reason;
}
