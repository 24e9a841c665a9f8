using System.Text.Json;
using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Starts with a database that is unavailable for a while, or too old.</summary>
public sealed class StartTests
{
    private const string WaitsForKeys =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%api_key%'";

    [Fact]
    public async Task A_start_waits_for_a_database_that_becomes_unavailable()
    {
        using var directory = new TempDirectory();
        await using var database = await TestDatabase.CreateAsync();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        await using var holder = await database.Source.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE api_key", holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], .. VenueSettings.Of(venues)],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.UntilAsync(() => database.ScalarAsync<long>(WaitsForKeys), waiting => waiting == 1, "a start that reads the keys");

        await (await database.CloseAsync()).DisposeAsync();

        await silo.ReadyAsync();
    }

    [Fact]
    public async Task Configured_markets_that_could_not_be_started_show_until_they_are()
    {
        using var directory = new TempDirectory();
        await using var database = await TestDatabase.CreateAsync();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        await database.ExecuteAsync("ALTER TABLE dim_market_active ADD CONSTRAINT refuse CHECK (false) NOT VALID");
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD,binance:BTCUSDT", .. VenueSettings.Of(venues)],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.ReadyAsync();

        var degraded = await silo.GetAsync("/health/ready");
        var audit = await silo.GetAsync("/api/audit");
        var shown = await ConsoleRun.AskAsync(silo.Url, "audit");
        await database.ExecuteAsync("ALTER TABLE dim_market_active DROP CONSTRAINT refuse");
        await silo.BooksAsync(2);

        Assert.Equal("degraded", degraded.GetProperty("status").GetString());
        Assert.Equal(2, degraded.GetProperty("marketsNotStartedCount").GetInt32());
        Assert.Equal(["binance:BTCUSDT", "coinbase:BTC-USD"], Names(degraded));
        Assert.Equal(Names(degraded), Names(audit));
        Assert.Contains("2 configured markets were never started", shown.Text, StringComparison.Ordinal);
        Assert.Empty(Names(await silo.GetAsync("/api/audit")));
        Assert.Equal("ready", (await silo.GetAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_database_that_is_too_old_is_refused_with_instructions()
    {
        using var directory = new TempDirectory();
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await database.ExecuteAsync("""
            CREATE TABLE schema_migration (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO schema_migration (number, name, sha256) VALUES (1, '0001_dimensions.sql', 'a')
            """);

        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"]], new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });

        Assert.Equal(2, await silo.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("start with an empty database on the same archive", silo.Log, StringComparison.Ordinal);
        Assert.Contains("./orderbook replay --from", silo.Log, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Names(JsonElement view) =>
        view.GetProperty("marketsNotStarted").EnumerateArray().Select(market => market.GetString()).Order(StringComparer.Ordinal);
}
