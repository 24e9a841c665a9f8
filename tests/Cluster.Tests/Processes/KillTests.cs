using System.Diagnostics;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Silos are lost to <c>kill -9</c> in the middle of pulls.</summary>
public sealed class KillTests
{
    private const int MarketCount = 60;

    /// <summary>The 20 seconds of the runbook, and half as much again for a machine that is busy with other tests.</summary>
    private static readonly TimeSpan TakeOverTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>Far below the minutes that waiting for the votes on dead silos takes.</summary>
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_markets_of_lost_silos_answer_from_the_others_and_no_slot_is_lost_or_duplicated(int lost)
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, MarketCount);

        // The pulls of the next slot have begun and are still running when the silos are killed.
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(58));
        cluster.DelayPulls(TimeSpan.FromSeconds(1.5));
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(1));
        await Task.WhenAll(cluster.Silos.Take(lost).ToList().Select(cluster.KillAsync));
        var killedAt = DateTimeOffset.UtcNow;
        cluster.Venues.Faults.Clear();

        var survivor = cluster.Silos[^1];
        Assert.InRange(await cluster.AllAnswerAsync(survivor, TakeOverTimeMax * 4), TimeSpan.Zero, TakeOverTimeMax);
        await cluster.BooksSinceAsync(survivor, killedAt, TakeOverTimeMax + (SiloCluster.Slot * 2));
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await cluster.CountAsync(Evidence.SlotsWithoutOutcome));
        Assert.Equal(0, await cluster.CountGapsAsync());
        await Evidence.IsSoundAsync(cluster);
    }

    [Fact]
    public async Task A_cluster_that_was_killed_whole_starts_again_without_waiting_for_its_dead()
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, marketCount: 4);
        var count = cluster.Silos.Count;
        await Task.WhenAll(cluster.Silos.ToList().Select(cluster.KillAsync));

        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(index => cluster.StartAgainAsync(index)));

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, StartTimeMax);
        await cluster.AllAnswerAsync(cluster.Silos[0], TakeOverTimeMax);
    }
}
