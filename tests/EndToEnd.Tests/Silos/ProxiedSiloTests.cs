using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo that reaches its venue through proxies: what it shows of them, and what it keeps secret.</summary>
public sealed class ProxiedSiloTests
{
    private const string Secret = "hunter2";

    [Fact]
    public async Task A_silo_pulls_through_its_proxies_and_shows_their_state_but_never_their_passwords()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        await using var proxy = new ForwardProxy();
        venues.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 500 });
        var environment = new Dictionary<string, string>
        {
            ["ORDERBOOK__Venues__binance__Proxies"] = $"http://desk:{Secret}@127.0.0.1:1,{proxy.Setting}",
        };
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "binance:BTCUSDT,coinbase:BTC-USD", .. VenueSettings.Of(venues)], environment);
        await silo.ReadyAsync();
        await silo.BooksAsync(1);

        // The circuit breaker of a venue that always fails opens with the retries of its market.
        await silo.UntilAsync(() => silo.GetAsync("/api/venues"), answer => answer[0].GetProperty("state").GetString() == "open", "coinbase is not used");
        var shown = await silo.GetAsync("/api/venues");
        var (coinbase, binance) = (shown[0], shown[1]);
        var host = coinbase.GetProperty("egress")[0].GetProperty("hosts")[0];
        Assert.Equal(("open", "server_error"), (host.GetProperty("state").GetString(), host.GetProperty("kind").GetString()));

        Assert.Equal("degraded", binance.GetProperty("state").GetString());
        var egress = binance.GetProperty("egress").EnumerateArray().ToDictionary(one => one.GetProperty("address").GetString()!);
        Assert.Equal("open", egress["127.0.0.1:1"].GetProperty("state").GetString());
        Assert.Equal("connection", egress["127.0.0.1:1"].GetProperty("kind").GetString());
        Assert.Equal("closed", egress[proxy.Name].GetProperty("state").GetString());
        Assert.True(egress[proxy.Name].GetProperty("usedWeight").GetInt32() >= 250);
        Assert.NotEmpty(proxy.Requests);

        var metrics = await silo.Http.GetStringAsync("/metrics");
        Assert.Contains("""orderbook_venue_ways{state="closed",venue="binance"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""orderbook_venue_ways{state="closed",venue="coinbase"} 0""", metrics, StringComparison.Ordinal);
        Assert.Contains("orderbook_circuit_opened_total{", metrics, StringComparison.Ordinal);

        var output = metrics + shown + await silo.Http.GetStringAsync("/api/failures") + silo.Log
            + string.Concat(Directory.EnumerateFiles(directory["data/archive"], "*.meta.json", SearchOption.AllDirectories).Select(File.ReadAllText))
            + string.Concat(Directory.Exists(directory["data/logs"]) ? Directory.EnumerateFiles(directory["data/logs"]).Select(ReadShared) : []);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        Assert.DoesNotContain(ForwardProxy.Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(ForwardProxy.Password), output, StringComparison.Ordinal);
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
