using System.Globalization;
using System.Text.Json;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>A replay is done by all silos and survives the loss of any of them.</summary>
public sealed class ReplayTests
{
    private const int Days = 120;
    private static readonly DateTimeOffset First = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    // The same as for the loss of a silo with its markets.
    private static readonly TimeSpan LossTimeout = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_silo_does_a_part_and_one_that_is_killed_or_stopped_loses_none(bool isKilled)
    {
        await using var cluster = await SiloCluster.StartAsync(siloCount: 3, marketCount: 2, slot: "1h");
        await ArchiveAsync(cluster.Data);
        var (survivor, victim) = (cluster.Silos[0], cluster.Silos[1]);

        var id = await OrderAsync(survivor, "cut");
        await survivor.UntilAsync(() => survivor.GetAsync($"/api/replays/{id}"), replay => Number(replay, "pagesDone") >= 6, "some pages");
        if (isKilled)
        {
            await cluster.KillAsync(victim);
            Assert.Equal("running", State(await survivor.GetAsync($"/api/replays/{id}")));
        }
        else
        {
            Assert.Equal(0, await cluster.StopAsync(victim));
        }

        await Eventually.HoldsAsync(async () => State(await survivor.GetAsync($"/api/replays/{id}")) == "done", () => survivor.Log, LossTimeout);
        var whole = await OrderAsync(survivor, "whole");
        await Eventually.HoldsAsync(async () => State(await survivor.GetAsync($"/api/replays/{whole}")) == "done", () => survivor.Log, LossTimeout);

        Assert.Equal(Days * 2, Number(await survivor.GetAsync($"/api/replays/{id}"), "books"));
        Assert.Equal(Days * 2, await cluster.CountAsync("SELECT count(*) FROM fact_book WHERE version = 'cut'"));
        foreach (var table in new[] { "fact_book", "fact_cost", "fact_depth", "fact_fill" })
        {
            string Rows(string version) => $"(SELECT to_jsonb(fact) - 'version' FROM {table} AS fact WHERE version = '{version}')";
            Assert.Equal(0, await cluster.CountAsync($"SELECT count(*) FROM (({Rows("cut")} EXCEPT ALL {Rows("whole")}) UNION ALL ({Rows("whole")} EXCEPT ALL {Rows("cut")})) AS differing"));
        }

        Assert.All(await Task.WhenAll(cluster.Silos.Select(PagesAsync)), pages => Assert.True(pages > 0));
    }

    /// <summary>One book a day of both markets, before the time that the silos pull.</summary>
    private static async Task ArchiveAsync(string data)
    {
        var archive = new FileArchive(Path.Combine(data, "archive"));
        for (var day = 0; day < Days; day++)
        {
            var slot = Slot.Containing(First.AddDays(day), TimeSpan.FromHours(1));
            var levels = string.Join(',', Enumerable.Range(1, 400).Select(i => $$"""["{{1000 + day + i}}.5","{{i}}.25",1]"""));
            await archive.StoreAsync(Some.Capture($$"""{"bids":[["{{1000 + day}}.25","7.5",1]],"asks":[{{levels}}],"sequence":{{day}}}""", Market.Parse("coinbase:T0001-USD"), slot), CancellationToken.None);
            await archive.StoreAsync(Some.Capture($$"""{"lastUpdateId":{{day}},"bids":[["{{1000 + day}}.25","7.5"]],"asks":[["{{1001 + day}}.5","200.25"]]}""", Market.Parse("binance:T0001USDT"), slot), CancellationToken.None);
        }
    }

    private static async Task<string> OrderAsync(SiloProcess silo, string version)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/replays?from=2026-06-01T00:00:00Z&to=2026-10-15T00:00:00Z&into={version}");
        using var answer = await silo.Http.PostAsync(new Uri(path, UriKind.Relative), content: null);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<double> PagesAsync(SiloProcess silo)
    {
        var lines = (await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        return lines.Where(line => line.StartsWith("orderbook_replay_pages_total", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    private static long Number(JsonElement replay, string field) => replay.GetProperty(field).GetInt64();

    private static string? State(JsonElement replay) => replay.GetProperty("state").GetString();
}
