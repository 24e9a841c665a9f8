using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Archives;

/// <summary>A real silo whose archive vanishes, or whose store answers and still does not do its work.</summary>
public sealed class ArchiveTroubleTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;

    public async Task InitializeAsync() => venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });

    public async Task DisposeAsync()
    {
        await venues!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_vanished_archive_is_not_made_anew_and_what_is_pulled_waits_until_it_is_back()
    {
        await using (var first = await SiloProcess.StartAsync(Settings()))
        {
            await first.BooksAsync(1);
            await first.UntilAsync(() => first.GetAsync("/health/ready"), IsReady, "a ready silo");
            await first.StopAsync();
        }

        Directory.Move(directory["data/archive"], directory["unmounted"]);
        await using var silo = await SiloProcess.StartAsync([.. Settings(), "--Markets", "coinbase:BTC-USD,coinbase:ETH-USD"]);
        var health = await silo.UntilAsync(
            () => silo.GetAsync("/health/ready"), view => view.GetProperty("spool").GetProperty("entries").GetInt32() > 0, "a capture in the spool");

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("away", health.GetProperty("stores").GetProperty("archive").GetString());
        Assert.Contains("its marker orderbook-archive is missing", health.GetProperty("refusals").GetProperty("archive").GetString(), StringComparison.Ordinal);
        await AssertArchiveIsDownAsync(silo);
        Assert.False(Directory.Exists(directory["data/archive"]));

        Directory.Move(directory["unmounted"], directory["data/archive"]);
        await silo.UntilAsync(() => silo.GetAsync("/health/ready"), IsReady, "a ready silo with its archive");
    }

    [Theory]
    [InlineData(BadConduct.HasNoConditions)]
    [InlineData(BadConduct.IgnoresConditions)]
    public async Task A_store_without_conditional_puts_is_refused_at_the_start(BadConduct conduct)
    {
        await using var store = await BadS3.StartAsync(conduct);
        await using var silo = SiloProcess.Launch(Settings(), Of(store));

        Assert.Equal(2, await silo.ExitAsync(TimeSpan.FromSeconds(60)));

        Assert.Contains("OrderBookSilo cannot start. Archive: it does not", silo.Log, StringComparison.Ordinal);
        Assert.Contains("If-None-Match: *", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_only_refuses_writes_is_said_to_and_works_again_once_it_accepts_them()
    {
        await using var store = await BadS3.StartAsync();
        await using var silo = SiloProcess.Launch(Settings(), Of(store));
        await silo.ReadyAsync();
        await silo.UntilAsync(() => silo.GetAsync("/health/ready"), IsReady, "a ready silo");
        store.Conduct = BadConduct.RefusesWrites;

        var health = await silo.UntilAsync(
            () => silo.GetAsync("/health/ready"), view => view.GetProperty("refusals").TryGetProperty("archive", out _), "a refusal in the health");

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Contains("403 AccessDenied", health.GetProperty("refusals").GetProperty("archive").GetString(), StringComparison.Ordinal);
        await AssertArchiveIsDownAsync(silo);
        store.Conduct = BadConduct.None;
        await silo.UntilAsync(() => silo.GetAsync("/health/ready"), IsReady, "a silo that is ready again");
    }

    private static bool IsReady(JsonElement view) => view.GetProperty("status").GetString() == "ready";

    private static async Task AssertArchiveIsDownAsync(SiloProcess silo) =>
        Assert.Matches("orderbook_store_up\\{[^}]*store=\"archive\"[^}]*\\} 0", await silo.Http.GetStringAsync("/metrics"));

    private string[] Settings() => ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", .. VenueSettings.Of(venues!)];

    private static Dictionary<string, string> Of(BadS3 store) => new()
    {
        ["ORDERBOOK__Archive"] = "s3://captures/ours",
        ["ORDERBOOK__Archive__S3__ServiceUrl"] = store.Url,
        ["ORDERBOOK__Archive__S3__ForcePathStyle"] = "true",
        ["ORDERBOOK__Archive__S3__AccessKey"] = "AK",
        ["ORDERBOOK__Archive__S3__SecretKey"] = "SK",
    };
}
