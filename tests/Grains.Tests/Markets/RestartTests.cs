using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A market across restarts, outages and passed slots.</summary>
public sealed class RestartTests
{
    private const string Market = "coinbase:BTC-USD";

    [Fact]
    public async Task A_restart_in_the_middle_of_a_slot_pulls_nothing_twice_and_answers_immediately()
    {
        await using var world = await World.CreateAsync();
        var before = await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await MarketGrainTests.BookAsync(silo);
        });

        var after = await RunAsync(world, async silo =>
        {
            await silo.Registry.StartAllAsync([]);
            return await silo.Market(Market).GetSummaryAsync();
        });

        Assert.Equal((before.BestBid, before.ReceivedAt, before.Slot), (after.BestBid, after.ReceivedAt, after.Slot));
        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
        Assert.Equal(1, await world.CountAsync("fact_book"));
    }

    [Fact]
    public async Task The_latest_book_is_in_the_state_so_a_restart_needs_neither_warehouse_nor_archive()
    {
        await using var world = await World.CreateAsync();
        var before = await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            await MarketGrainTests.BookAsync(silo);
            return (await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow())).Market;
        });
        await world.Database.ExecuteAsync("DELETE FROM fact_book");
        Directory.Delete(world.ArchiveDirectory, recursive: true);

        await using var silo = await TestSilo.StartAsync(world);
        var after = await silo.Market(Market).GetSummaryAsync();

        Assert.Equal((before.Slot, before.BidLevels, before.Pair), (after.Slot, after.BidLevels, after.Pair));
        Assert.Equal(2, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
    }

    [Fact]
    public async Task A_lost_state_is_rebuilt_from_warehouse_and_archive()
    {
        await using var world = await World.CreateAsync();
        var before = await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await MarketGrainTests.BookAsync(silo);
        });
        await ForgetStateAsync(world);

        await using var silo = await TestSilo.StartAsync(world);
        var after = await silo.Market(Market).GetSummaryAsync();

        Assert.Equal((before.BestBid, before.BestAsk, before.BidLevels, before.ReceivedAt), (after.BestBid, after.BestAsk, after.BidLevels, after.ReceivedAt));
    }

    [Fact]
    public async Task A_slot_that_was_done_is_not_pulled_again_when_only_the_state_was_lost()
    {
        await using var world = await World.CreateAsync();
        await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await MarketGrainTests.BookAsync(silo);
        });
        await ForgetStateAsync(world);

        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([]);
        await Eventually.GetAsync(
            () => world.Database.ScalarAsync<string>("SELECT string_agg(outcome, ',' ORDER BY requested_at) FROM fact_pull"),
            outcomes => outcomes is "book",
            "exactly the first pull");

        Assert.Equal(1, await world.CountAsync("fact_book"));
        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
    }

    [Fact]
    public async Task A_capture_that_was_archived_but_not_stored_becomes_the_slots_book_without_a_new_request()
    {
        await using var world = await World.CreateAsync();
        await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await MarketGrainTests.BookAsync(silo);
        });

        // As if the silo had died between the writes to archive and warehouse.
        await world.Database.ExecuteAsync("TRUNCATE fact_fill, fact_cost, fact_depth, fact_imbalance, fact_round_trip, fact_book, fact_pull");
        await ForgetStateAsync(world);
        await RunAsync(world, async silo =>
        {
            await silo.Registry.StartAllAsync([]);
            return await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 1, "the facts of the archived capture");
        });

        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
        Assert.Equal(1, await world.CountAsync("fact_pull"));
        Assert.Equal(4, await world.CountAsync("fact_cost"));
    }

    [Fact]
    public async Task Slots_that_passed_while_nothing_ran_become_gaps_with_a_reason()
    {
        await using var world = await World.CreateAsync();
        await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await MarketGrainTests.BookAsync(silo);
        });

        world.Time.Shift(world.SlotLength * 3);
        await RunAsync(world, async silo =>
        {
            await silo.Registry.StartAllAsync([]);
            return await Eventually.GetAsync(() => world.CountAsync("fact_gap"), count => count == 2, "two gaps");
        });

        Assert.Equal(["not_running", "not_running"], await world.Database.RowsAsync("SELECT reason FROM fact_gap"));
        Assert.Equal(2, await world.CountAsync("fact_book"));
        Assert.Equal(0, await world.CountAsync("slot_completeness WHERE outcome = 'missing'"));
    }

    [Fact]
    public async Task A_slot_that_failed_until_its_end_is_a_gap_with_its_last_failure_as_reason()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 451 });
        await RunAsync(world, async silo =>
        {
            await silo.Market(Market).StartAsync();
            return await Eventually.GetAsync(() => world.CountAsync("fact_pull"), count => count > 0, "the failed pull");
        });

        world.Venues.Faults.Clear();
        world.Time.Shift(world.SlotLength);
        await RunAsync(world, async silo =>
        {
            await silo.Registry.StartAllAsync([]);
            return await Eventually.GetAsync(() => world.CountAsync("fact_gap"), count => count == 1, "the gap");
        });

        Assert.Equal(["geo_blocked"], await world.Database.RowsAsync("SELECT reason FROM fact_gap"));
    }

    [Fact]
    public async Task The_next_slot_is_pulled_when_it_is_due()
    {
        var minute = TimeSpan.FromMinutes(1);
        await using var world = await World.CreateAsync(minute);
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();
        await MarketGrainTests.BookAsync(silo);

        // The timer for the next slot runs on the real clock: pull near the end of a slot, so that the next one comes soon.
        world.Time.ShowAfterSlotStart(minute, TimeSpan.FromSeconds(58), slotsLater: 1);
        await silo.Market(Market).StartAsync();
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count >= 3, "the books of the next two slots");

        Assert.Equal(0, await world.CountAsync("(SELECT market_id, slot FROM fact_book GROUP BY 1, 2 HAVING count(*) > 1) AS doubled"));
    }

    [Fact]
    public async Task A_stopped_market_stays_stopped_until_it_is_added_again()
    {
        await using var world = await World.CreateAsync();
        await RunAsync(world, async silo =>
        {
            await silo.Registry.StartAllAsync([Market, "coinbase:ETH-USD"]);
            await MarketGrainTests.BookAsync(silo);
            return await silo.Registry.RemoveAsync(Market);
        });

        world.Time.Shift(world.SlotLength);
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Market, "coinbase:ETH-USD"]);
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 3, "the other market's next slot");
        Assert.False((await silo.Market(Market).GetSummaryAsync()).Active);
        Assert.Equal(1, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));

        await silo.Registry.AddAsync(Market);
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), count => count == 4, "the added market's slot");
        Assert.Equal(2, await world.CountAsync("dim_market_active JOIN dim_market USING (market_id) WHERE product = 'BTC-USD'"));
    }

    private static async Task<T> RunAsync<T>(World world, Func<TestSilo, Task<T>> work)
    {
        await using var silo = await TestSilo.StartAsync(world);
        return await work(silo);
    }

    private static Task ForgetStateAsync(World world) => world.Database.ExecuteAsync("DELETE FROM orleans.orleansstorage");
}
