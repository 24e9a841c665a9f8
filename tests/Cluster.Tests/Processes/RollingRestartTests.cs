using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Silos stopped and started one after another, while the others work on.</summary>
public sealed class RollingRestartTests
{
    private static readonly TimeSpan DrainTimeMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Of_three_silos_with_200_markets_misses_no_slot()
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, marketCount: 200);

        // From the start of a slot on, when pulls are under way.
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(1));
        foreach (var silo in cluster.Silos.ToList())
        {
            var (exitCode, took) = await cluster.StopAsync(silo);
            Assert.Equal(0, exitCode);
            Assert.InRange(took, TimeSpan.Zero, DrainTimeMax);
            await cluster.AddSiloAsync();
        }

        await cluster.BooksSinceAsync(cluster.Silos[0], DateTimeOffset.UtcNow, SiloCluster.Slot * 2);
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await cluster.CountAsync(Evidence.SlotsWithoutOutcome));
        Assert.Equal(0, await cluster.CountAsync(Evidence.Gaps));
        await Evidence.IsSoundAsync(cluster);
    }
}
