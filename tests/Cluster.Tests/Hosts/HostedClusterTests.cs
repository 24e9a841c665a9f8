using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Support;
using Orleans.Runtime;

namespace OrderBookSilo.Cluster.Tests.Hosts;

/// <summary>The market grains on several silos, with reminders on a clock that the test controls.</summary>
public sealed class HostedClusterTests
{
    private const int MarketCount = 24;
    private static readonly TimeSpan Check = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_reminders_of_a_killed_silo_tick_on_the_others_and_the_next_slot_is_pulled()
    {
        await using var cluster = await HostedCluster.StartAsync(3);
        await cluster.StartMarketsAsync(MarketCount);

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);
        await cluster.Silos.WaitForLivenessToStabilizeAsync(didKill: true);
        cluster.World.Time.Shift(cluster.World.SlotLength);
        for (var checks = 0; checks < 3 && await cluster.World.CountAsync("fact_book") < 2 * MarketCount; checks++)
        {
            cluster.ReminderClock.Advance(Check);
            await Task.Delay(TimeSpan.FromSeconds(3));
        }

        await cluster.BooksAsync(2 * MarketCount);
        Assert.Equal(2 * MarketCount, await cluster.World.CountAsync("fact_book"));
        Assert.Equal(MarketCount, await cluster.World.CountAsync("orleans.orleansreminderstable WHERE grainid LIKE 'market/%'"));
    }

    [Fact]
    public async Task Markets_are_spread_over_the_silos_and_write_their_state_once_a_slot()
    {
        await using var cluster = await HostedCluster.StartAsync(3);
        var markets = await cluster.StartMarketsAsync(MarketCount);

        var perSilo = await PerSiloAsync(cluster);
        Assert.Equal(3, perSilo.Count);
        Assert.True(perSilo.Min() >= MarketCount / 12, $"markets by silo: {string.Join(", ", perSilo)}");

        // One write records that the market is started, and one that its slot is done; a refresh of a slot writes nothing.
        await cluster.Silos.Client.GetGrain<IMarketGrain>(markets[0]).PullNowAsync(cluster.World.Time.GetUtcNow());
        Assert.Equal([2], await WritesAsync(cluster));

        cluster.World.Time.Shift(cluster.World.SlotLength);
        await Task.WhenAll(markets.Select(market => cluster.Silos.Client.GetGrain<IMarketGrain>(market).PullNowAsync(cluster.World.Time.GetUtcNow())));
        Assert.Equal([3], await WritesAsync(cluster));
    }

    [Fact]
    public async Task An_unavailable_store_gives_callers_on_other_silos_the_same_message()
    {
        await using var cluster = await HostedCluster.StartAsync(2);
        var markets = await cluster.StartMarketsAsync(MarketCount);
        await cluster.World.Database.RefuseConnectionsAsync();

        foreach (var market in markets)
        {
            var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => cluster.Silos.Client.GetGrain<IMarketGrain>(market).StartAsync());
            Assert.Equal("warehouse", thrown.Store);
            Assert.StartsWith("the warehouse is unavailable", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silo_that_joins_later_takes_over_markets()
    {
        await using var cluster = await HostedCluster.StartAsync(1);
        await cluster.StartMarketsAsync(MarketCount);

        await cluster.Silos.StartAdditionalSiloAsync();

        await Eventually.GetAsync(
            () => PerSiloAsync(cluster),
            // A market that is just moving is counted twice.
            markets => markets.Count == 2 && markets.Min() >= MarketCount / 4 && markets.Sum() == MarketCount,
            markets => $"a quarter of the markets on each silo; there are {string.Join(" and ", markets)}",
            HostedCluster.MoveTimeMax);
    }

    private static async Task<List<int>> PerSiloAsync(HostedCluster cluster) =>
    [
        .. (await cluster.Silos.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Where(grain => grain.GrainId.Type == GrainType.Create("market"))
            .GroupBy(grain => grain.SiloAddress)
            .Select(silo => silo.Count()),
    ];

    // Orleans counts the writes of each state as its version.
    private static async Task<IEnumerable<int>> WritesAsync(HostedCluster cluster)
    {
        var versions = await cluster.World.Database.RowsAsync("SELECT DISTINCT version FROM orleans.orleansstorage WHERE graintypestring LIKE '%market%'");
        return versions.Select(int.Parse).Order();
    }
}
