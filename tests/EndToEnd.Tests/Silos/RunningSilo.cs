using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>One silo with the four default markets and simulated venues, for the tests of one class.</summary>
public sealed class RunningSilo : IAsyncLifetime
{
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;
    private SiloProcess? silo;

    public Simulator Venues => venues!;

    internal SiloProcess Process => silo!;

    public string DataDirectory => directory["data"];

    public HttpClient Http => Process.Http;

    public async Task InitializeAsync()
    {
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05, MovesEachPull = true });
        silo = await SiloProcess.StartAsync(["--Data", directory["data"], .. VenueSettings.Of(venues)]);
        await silo.BooksAsync(4);
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Venues.DisposeAsync();
        directory.Dispose();
    }
}
