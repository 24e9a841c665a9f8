using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A real silo whose data directory has no room while its database is unavailable: nothing can be kept, and everything says so.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int DiskKibibytes = 16 * 1024;
    private const string Market = "/api/markets/coinbase/BTC-USD";

    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;

    public async Task InitializeAsync() => venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02, MovesEachPull = true });

    public async Task DisposeAsync()
    {
        await venues!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_book_that_could_not_be_kept_answers_and_the_failure_is_disk_full()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var disk = SmallDisk.Mount(directory["data"], DiskKibibytes);
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", .. VenueSettings.Of(venues!)],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.ReadyAsync();
        var before = (await silo.BooksAsync(1))[0];
        JsonElement health;
        await using (await database.CloseAsync())
        {
            disk.Fill();
            await silo.UntilAsync(() => silo.GetAsync("/health/ready"), view => view.GetProperty("status").GetString() != "starting", "a started silo");
            using var pulled = await silo.Http.PostAsync(new Uri($"{Market}/pull", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.BadGateway, pulled.StatusCode);
            Assert.Contains("disk_full", (await pulled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);

            var after = await silo.GetAsync(Market);
            Assert.Equal("disk_full", after.GetProperty("lastFailure").GetProperty("kind").GetString());
            Assert.True(after.GetProperty("receivedAt").GetDateTimeOffset() > before.GetProperty("receivedAt").GetDateTimeOffset());
            using var cost = await silo.Http.GetAsync(new Uri($"{Market}/cost?side=buy&amount=1000&maxAge=0", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, cost.StatusCode);
            health = await silo.UntilAsync(() => silo.GetAsync("/health/ready"), view => SpoolOf(view).GetProperty("isFull").GetBoolean(), "a full spool");
            await silo.UntilAsync(() => Task.FromResult(silo.Log), log => log.Contains("the disk of the spool is full", StringComparison.Ordinal), "the reason in the log");
        }

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("disk_full", SpoolOf(health).GetProperty("fullReason").GetString());
        Assert.InRange(SpoolOf(health).GetProperty("inMemory").GetInt32(), 1, 2);

        disk.MakeRoom();
        await silo.UntilAsync(() => silo.GetAsync("/health/ready"), view => view.GetProperty("status").GetString() == "ready", "a ready silo");
        Assert.Equal(["disk_full"], await database.RowsAsync("SELECT DISTINCT kind FROM fact_pull WHERE outcome = 'failed'"));
    }

    private static JsonElement SpoolOf(JsonElement health) => health.GetProperty("spool");
}
