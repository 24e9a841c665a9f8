using OrderBookSilo.Support;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Silos are stopped and started one after another while the others keep working.</summary>
public sealed class RollingRestartTests
{
    /// <summary>Longer than a stopping silo lets its pulls run.</summary>
    private static readonly TimeSpan SlowPull = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Of_three_silos_with_200_markets_misses_no_slot()
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, marketCount: 200);
        foreach (var silo in cluster.Silos.Take(LongMode.IsOn ? 3 : 2).ToList())
        {
            // Each silo is stopped when the timers and reminders of a slot have run and none of its pulls can end before it does: its
            // markets get the book of this slot only if the others start them. A silo that starts might do so, too.
            await SiloCluster.PassAsync(TimeSpan.FromSeconds(57));
            cluster.DelayPulls(SlowPull);
            await SiloCluster.PassAsync(TimeSpan.FromSeconds(4));
            cluster.Venues.Faults.Clear();
            var (stoppedAt, logged) = (DateTimeOffset.UtcNow, silo.Log.Length);
            Assert.Equal(0, await cluster.StopAsync(silo));
            Assert.DoesNotContain("Could not start the markets", silo.Log[logged..], StringComparison.Ordinal);
            await cluster.BooksOfSlotAsync(stoppedAt);
            await cluster.AddSiloAsync();
        }

        await cluster.BooksSinceAsync(cluster.Silos[0], DateTimeOffset.UtcNow, SiloCluster.Slot * 3);
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await cluster.CountAsync(Evidence.SlotsWithoutOutcome));
        Assert.Equal(0, await cluster.CountGapsAsync());
        await Evidence.IsSoundAsync(cluster);
    }
}
