using System.Text.Json;
using OrderBookSilo.EndToEnd.Tests.Archives;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary><c>orderbook repair</c> on a database in which an earlier version left its faults.</summary>
public sealed class RepairTests
{
    private const string Planted = """
        INSERT INTO fact_gap SELECT market_id, date_trunc('hour', now()) + interval '5 hours', interval '1 hour', 'not_running', now()
        FROM dim_market WHERE market = 'coinbase:ETH-USD';
        UPDATE fact_book SET depth_complete = true, bid_depth_complete = true, ask_depth_complete = true
        FROM dim_market AS market WHERE market.market_id = fact_book.market_id AND market.market = 'binance:BTCUSDT' AND slot < '2024-01-01';
        """;

    [Fact]
    public async Task Shows_first_and_repairs_on_request()
    {
        using var directory = new TempDirectory();
        await using var database = await TestDatabase.CreateAsync();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Slot", "1m", .. VenueSettings.Of(venues)],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.ReadyAsync();
        await silo.BooksAsync(4);
        using var dumps = new Dumps().With("2023-03-21/binance/BTCUSDT/a.json", Dumps.Binance(1), modified: "2023-03-21T09:15:30Z");
        await ConsoleRun.AskAsync(silo.Url, "archive", "import", dumps.FullName);
        await ReplayedAsync(silo, (await ConsoleRun.AskAsync(silo.Url, "replay", "--from", "2023-03-21", "--to", "2023-03-22", "--detach", "--json")).Text);
        var clean = await ConsoleRun.AskAsync(silo.Url, "repair");
        await database.ExecuteAsync(Planted);

        var shown = await ConsoleRun.AskAsync(silo.Url, "repair");
        var untouched = await database.ScalarAsync<long>("SELECT count(*) FROM fact_gap WHERE slot > now()");
        var repaired = await ConsoleRun.AskAsync(silo.Url, "repair", "--apply", "--json");
        var replay = JsonDocument.Parse(repaired.Text).RootElement.GetProperty("replays")[0].GetString()!;
        await UntilDoneAsync(silo, replay);
        var version = JsonDocument.Parse(repaired.Text).RootElement.GetProperty("version").GetString()!;
        var promoted = await ConsoleRun.AskAsync(silo.Url, "replay", "promote", version);
        var after = await ConsoleRun.AskAsync(silo.Url, "repair");

        Assert.Equal((0, "Nothing to repair.\n"), (clean.ExitCode, clean.Text));
        Assert.Contains("future_gap", shown.Text, StringComparison.Ordinal);
        Assert.Contains("false_whole", shown.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. Repair it: ./orderbook repair --apply", shown.Text, StringComparison.Ordinal);
        Assert.Equal(1, untouched);
        Assert.Equal(0, promoted.ExitCode);
        Assert.Equal("Nothing to repair.\n", after.Text);
        Assert.Equal(["future_gap|coinbase:ETH-USD"], await database.RowsAsync("SELECT kind, subject FROM repair_record"));
        Assert.Equal(
            ["false"],
            await database.RowsAsync("SELECT DISTINCT depth_complete FROM shown_book JOIN dim_market USING (market_id) WHERE market = 'binance:BTCUSDT'"));
    }

    private static Task ReplayedAsync(SiloProcess silo, string replay) => UntilDoneAsync(silo, JsonDocument.Parse(replay).RootElement.GetProperty("id").GetString()!);

    private static Task UntilDoneAsync(SiloProcess silo, string replay) => silo.UntilAsync(
        async () => (await silo.GetAsync($"/api/replays/{replay}")).GetProperty("state").GetString(), state => state == "done", $"the end of {replay}");
}
