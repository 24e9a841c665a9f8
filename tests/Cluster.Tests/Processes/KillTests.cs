namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>A silo is lost to <c>kill -9</c> in the middle of pulls.</summary>
public sealed class KillTests
{
    private const int MarketCount = 60;

    // Three missed probes of 5 s and a vote, by Orleans' defaults, and the same again for a busy machine.
    private static readonly TimeSpan MembershipTimeout = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Its_markets_answer_from_the_others_and_no_slot_is_lost_or_duplicated()
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, MarketCount);

        // The pulls of the next slot have begun and are still running when the silo is killed.
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(58));
        cluster.DelayPulls(TimeSpan.FromSeconds(1.5));
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(1));
        await cluster.KillAsync(cluster.Silos[1]);
        var killedAt = DateTimeOffset.UtcNow;
        cluster.Venues.Faults.Clear();

        var survivor = cluster.Silos[^1];
        Assert.InRange(await cluster.AllAnswerAsync(survivor, MembershipTimeout * 2), TimeSpan.Zero, MembershipTimeout);
        await cluster.BooksSinceAsync(survivor, killedAt, MembershipTimeout + (SiloCluster.Slot * 2));
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await cluster.CountAsync(Evidence.SlotsWithoutOutcome));
        Assert.Equal(0, await cluster.CountGapsAsync());
        await Evidence.IsSoundAsync(cluster);
    }
}
