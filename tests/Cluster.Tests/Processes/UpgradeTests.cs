using System.Text.Json;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>A rolling upgrade: silos of this version and of the next in one cluster.</summary>
public sealed class UpgradeTests
{
    private const int MarketCount = 24;

    [Fact]
    public async Task Silos_of_two_versions_answer_for_one_another_and_miss_no_slot()
    {
        using var next = await NextVersion.BuildAsync();
        await using var cluster = await SiloCluster.StartAsync(siloCount: 2, MarketCount);
        var (first, second) = (cluster.Silos[0], cluster.Silos[1]);
        var newer = await cluster.AddSiloAsync(next.Silo);

        // Whichever of the first two silos hosts the markets, at its loss they start on silos of either version; and an older silo
        // can still join with the newer schema.
        await cluster.StopAsync(first);
        await SiloCluster.PassAsync(TimeSpan.FromSeconds(5));
        await cluster.AddSiloAsync();
        await cluster.StopAsync(second);
        var since = DateTimeOffset.UtcNow;
        foreach (var silo in cluster.Silos)
        {
            await cluster.BooksSinceAsync(silo, since, SiloCluster.Slot * 3);
        }

        var notes = (await newer.GetAsync("/api/markets")).EnumerateArray().Select(market => market.GetProperty("nextVersionNote").ValueKind).ToHashSet();
        Assert.Equal(new HashSet<JsonValueKind> { JsonValueKind.Null, JsonValueKind.String }, notes);

        foreach (var silo in cluster.Silos)
        {
            using var pulled = await silo.Http.PostAsync("/api/markets/coinbase/T0001-USD/pull", null);
            Assert.True(pulled.IsSuccessStatusCode, await pulled.Content.ReadAsStringAsync());
        }

        Assert.Equal(1, await cluster.CountAsync($"SELECT count(*) FROM information_schema.columns WHERE column_name = '{NextVersion.Column}' AND table_name = 'fact_book'"));
        Assert.Equal(0, await cluster.CountGapsAsync());
        await Evidence.IsSoundAsync(cluster);
    }
}
