using OrderBookSilo.Support;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>A working cluster loses its database.</summary>
public sealed class DatabaseRestartTests
{
    [Fact]
    public async Task Silos_recover_without_a_restart_of_their_own()
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 2, marketCount: 40);
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(1));
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(cluster, stop.Token);

        await cluster.RestartPostgresAsync();
        var restartedAt = DateTimeOffset.UtcNow;

        await cluster.BooksSinceAsync(cluster.Silos[1], restartedAt, SiloCluster.Slot * 2.5);
        await Eventually.HoldsAsync(
            async () => await cluster.CountAsync($"SELECT count(DISTINCT market_id) FROM fact_book WHERE received_at > '{restartedAt:O}'") == cluster.MarketCount,
            () => $"facts of every market\n{cluster.Silos[0].Log}",
            SiloCluster.Slot);
        await stop.CancelAsync();
        await load;
        await Evidence.IsSoundAsync(cluster);
    }

    // Any answer is fine, 503 included: a question must end and must never take the silo down.
    private static async Task LoadAsync(SiloCluster cluster, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var silo in cluster.Silos)
            {
                foreach (var path in new[] { "/api/markets", "/api/gaps", "/api/markets/coinbase/T0001-USD/book?depth=5" })
                {
                    using var answer = await silo.Http.GetAsync(path, CancellationToken.None);
                }
            }
        }
    }
}
