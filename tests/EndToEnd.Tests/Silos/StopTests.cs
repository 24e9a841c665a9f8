using System.Diagnostics;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>SIGTERM for a silo with running pulls.</summary>
public sealed class StopTests
{
    /// <summary>Half the time that the deployments wait before they kill.</summary>
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_silo_stops_in_time_although_its_pulls_hang()
    {
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions());
        venues.Faults.Add(new Fault("coinbase", FaultKind.Delay) { DelayMs = 60_000 });
        await using var silo = await SiloProcess.StartAsync(["--Data", directory["data"], .. VenueSettings.Of(venues)]);
        await silo.UntilAsync(() => Task.FromResult(venues.Requests.CountOf("coinbase", "BTC-USD")), pulls => pulls > 0, "a pull");

        var since = Stopwatch.GetTimestamp();
        Assert.Equal(0, await silo.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, StopTimeMax);
    }
}
