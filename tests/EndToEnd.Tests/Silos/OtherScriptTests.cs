using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A product that its venue names in another script is a market like any other.</summary>
public sealed class OtherScriptTests
{
    private const string Asset = "币安人生";
    private const string Market = $"binance:{Asset}USDT";

    [Fact]
    public async Task It_is_added_pulled_archived_replayed_and_asked_for_by_the_console()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02, ExtraAssets = [Asset] });
        await using var silo = await SiloProcess.StartAsync(["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", .. VenueSettings.Of(venues)]);

        var listed = await AskAsync("products", "binance", "--search", Asset);
        var added = await AskAsync("add", Market);
        await silo.BooksAsync(2);
        await silo.UntilAsync(() => silo.Http.GetAsync($"/api/pairs/{Uri.EscapeDataString(Asset)}/USDT"), answer => answer.IsSuccessStatusCode, "the pair");
        var cost = await AskAsync("cost", Market, "buy", "1");
        var best = await AskAsync("best", "buy", Asset, "100", "--currency", "USDT", "--json");
        var tiny = await AskAsync("best", "buy", Asset, "1", "--currency", "USDT", "--json");
        var history = JsonDocument.Parse((await AskAsync("history", Market, "--json")).Output).RootElement[0];
        var verified = await AskAsync("archive", "verify", "--markets", Market);
        var removed = await AskAsync("remove", Market);

        Assert.All([listed, added, cost, best, verified, removed], run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
        Assert.Contains($"{Asset}USDT", listed.Text, StringComparison.Ordinal);
        Assert.Contains(Market, cost.Text, StringComparison.Ordinal);
        Assert.Equal(Market, JsonDocument.Parse(best.Output).RootElement.GetProperty("split")[0].GetProperty("market").GetString());
        Assert.False(JsonDocument.Parse(tiny.Output).RootElement.GetProperty("complete").GetBoolean());
        Assert.Contains("/product=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT/", history.GetProperty("archiveKey").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(directory["data"], "archive", history.GetProperty("archiveKey").GetString()!)));
        Assert.Contains("1 object", verified.Text, StringComparison.Ordinal);

        Task<ConsoleRun> AskAsync(params string[] question) => ConsoleRun.AskAsync(silo.Url, question);
    }

    [Fact]
    public async Task What_cannot_be_a_product_is_refused_with_the_reason()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        await using var silo = await SiloProcess.StartAsync(["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", .. VenueSettings.Of(venues)]);

        var refused = await ConsoleRun.AskAsync(silo.Url, "add", "binance:BTC USDT");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("a product has no spaces, control characters or other invisible ones", refused.Errors, StringComparison.Ordinal);
    }
}
