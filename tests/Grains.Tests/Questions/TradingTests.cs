using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Questions;

/// <summary>Markets at whose prices nothing can be traded: their venue has halted them, or their book stands still.</summary>
public sealed class TradingTests
{
    private const string Coinbase = "coinbase:BTC-USD";
    private const string Binance = "binance:BTCUSDT";
    private const string Converter = "coinbase:USDT-USD";

    /// <summary>Two currencies, two sides, two order sizes.</summary>
    private const int SplitsOfSlot = 8;

    [Fact]
    public async Task A_halted_market_takes_no_part_from_the_slot_in_which_its_venue_lists_it_as_halted()
    {
        await using var world = await EarlyAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);
        await BestAsync(silo, seen => seen is { Complete: true, Excluded: [] } && seen.Split.Any(leg => leg.Market == Binance));
        await SplitsAsync(world, slots: 1);

        world.Venues.Faults.Add(new Fault("binance", FaultKind.Halt, "BTCUSDT"));
        await NextSlotAsync(world, silo);

        var best = await BestAsync(silo, seen => seen.Excluded.Count > 0);
        Assert.Equal([new ExcludedMarket(Binance, "not_trading")], best.Excluded);
        Assert.Equal([Coinbase], best.Split.Select(leg => leg.Market));
        Assert.Equal([new ExcludedMarket(Binance, "not_trading")], (await silo.Pair("BTC/USDT").GetPricesAsync()).Excluded);
        await SplitsAsync(world, slots: 2);
        Assert.Equal([$"not_trading|{SplitsOfSlot}"], await ExcludedAsync(world));

        // What the market itself shows stays available, with its status.
        Assert.Equal(("not_trading", "trading"), (await StatusAsync(silo, Binance), await StatusAsync(silo, Coinbase)));
        Assert.NotNull(await silo.Market(Binance).GetBookAsync(null, CancellationToken.None));
        Assert.Equal((2, 2), (world.Venues.Requests.CountOf("coinbase", null), world.Venues.Requests.CountOf("binance", null)));
    }

    [Fact]
    public async Task Without_a_listing_of_the_slot_a_markets_status_is_unknown_and_excludes_nothing()
    {
        await using var world = await EarlyAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);
        await BestAsync(silo, seen => seen is { Complete: true, Excluded: [] });

        // The first request of a slot is the listing.
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Status) { Status = 500, Count = 1 });
        await NextSlotAsync(world, silo);

        Assert.Equal(("unknown", "trading"), (await StatusAsync(silo, Coinbase), await StatusAsync(silo, Binance)));
        Assert.Empty((await BestAsync(silo, seen => seen.Complete)).Excluded);
    }

    [Fact]
    public async Task A_book_that_has_not_moved_over_three_slots_takes_no_part_live_in_facts_or_after_a_restart()
    {
        await using var world = await EarlyAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.Freeze, "BTCUSDT"));
        DateTimeOffset? first;
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Registry.StartAllAsync([Coinbase, Binance, Converter]);
            await BestAsync(silo, seen => seen is { Complete: true, Excluded: [] });
            first = (await Eventually.GetAsync(
                () => silo.Market(Binance).GetSummaryAsync(CancellationToken.None), seen => seen.Slot is not null, "the first book")).Slot;
            await SplitsAsync(world, slots: 1);
            await NextSlotAsync(world, silo);
            await SplitsAsync(world, slots: 2);
            Assert.Empty((await BestAsync(silo, seen => seen.Complete)).Excluded);

            await NextSlotAsync(world, silo);

            Assert.Equal([new ExcludedMarket(Binance, "frozen")], (await BestAsync(silo, seen => seen.Excluded.Count > 0)).Excluded);
            await SplitsAsync(world, slots: 3);
            Assert.Equal([$"frozen|{SplitsOfSlot}"], await ExcludedAsync(world));
            Assert.Equal((first, "trading"), (await FrozenSinceAsync(silo), await StatusAsync(silo, Binance)));
        }

        // A state that is lost is rebuilt from the facts.
        await world.Database.ExecuteAsync($"DELETE FROM orleans.orleansstorage AS state WHERE state::text LIKE '%{Binance}%'");
        await using var again = await TestSilo.StartAsync(world);
        await again.Registry.StartAllAsync([Coinbase, Binance, Converter]);
        Assert.Equal(first, await FrozenSinceAsync(again));

        world.Venues.Faults.Clear();
        await Eventually.GetAsync(
            async () => (await again.Market(Binance).PullNowAsync(world.Time.GetUtcNow())).Market.FrozenSince, since => since is null, "a book that moves");
    }

    private static async Task<World> EarlyAsync()
    {
        var world = await World.CreateAsync();
        world.Time.ShowAfterSlotStart(world.SlotLength, TimeSpan.FromMinutes(1), slotsLater: 1);
        return world;
    }

    private static async Task NextSlotAsync(World world, TestSilo silo)
    {
        world.Time.ShowAfterSlotStart(world.SlotLength, TimeSpan.FromMinutes(1), slotsLater: 1);
        foreach (var market in new[] { Coinbase, Binance, Converter })
        {
            await silo.Market(market).PullNowAsync(world.Time.GetUtcNow());
        }
    }

    private static Task<BestAnswer> BestAsync(TestSilo silo, Func<BestAnswer, bool> isThere) => Eventually.GetAsync(
        () => silo.Pair("BTC/USD").GetBestAsync(new BestQuestion("buy", "100000", InBase: false, null)), isThere, "the answer");

    private static Task SplitsAsync(World world, int slots) => Eventually.GetAsync(
        () => world.CountAsync("fact_split WHERE asset = 'BTC'"), count => count == slots * SplitsOfSlot, $"the splits of {slots} slots");

    private static Task<List<string>> ExcludedAsync(World world) => world.Database.RowsAsync(
        $"SELECT reason, count(*) FROM fact_split_excluded JOIN dim_market USING (market_id) WHERE asset = 'BTC' AND market = '{Binance}' AND reason IN ('not_trading', 'frozen') GROUP BY reason");

    private static async Task<string> StatusAsync(TestSilo silo, string market) => (await silo.Market(market).GetSummaryAsync(CancellationToken.None)).Status;

    private static async Task<DateTimeOffset?> FrozenSinceAsync(TestSilo silo) =>
        (await silo.Market(Binance).GetSummaryAsync(CancellationToken.None)).FrozenSince;
}
