using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Silos that share one database and archive, against simulated venues.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private readonly TestDatabase database;
    private readonly Simulator venues;
    private readonly List<SiloProcess> silos = [];

    private RunningCluster(TestDatabase database, Simulator venues) => (this.database, this.venues) = (database, venues);

    public string ConnectionString => database.ConnectionString;

    public IReadOnlyList<SiloProcess> Silos => silos;

    /// <summary>So many silos with books of the four default markets; ends the test where the engine has no clusters.</summary>
    public static async Task<RunningCluster> StartAsync(int count)
    {
        if (Built.Engine != "orleans")
        {
            Missing.Optional("the embedded engine has no clusters");
        }

        var database = await TestDatabase.CreateAsync();
        var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05, MovesEachPull = true });
        var cluster = new RunningCluster(database, venues);
        for (var i = 0; i < count; i++)
        {
            cluster.silos.Add(SiloProcess.Launch(cluster.Settings(i)));
        }

        foreach (var silo in cluster.silos)
        {
            await silo.ReadyAsync();
            await silo.BooksAsync(4);
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        await venues.DisposeAsync();
        await database.DisposeAsync();
        directory.Dispose();
    }

    private string[] Settings(int number) =>
    [
        "--Data", directory[$"silo{number}"],
        "--Archive", $"file:{directory["archive"]}",
        "--ConnectionStrings:Warehouse", database.ConnectionString,
        "--Cluster:Enabled", "true",
        "--Cluster:SiloPort", "0",
        "--Cluster:GatewayPort", "0",
        "--Cluster:AdvertisedAddress", "127.0.0.1",
        .. VenueSettings.Of(venues),
    ];
}
