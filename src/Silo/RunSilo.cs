using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Silo.Api;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Workers;

namespace OrderBookSilo.Silo;

/// <summary>Opens what a silo needs, in order, and runs it until it is stopped.</summary>
internal static class RunSilo
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.UseOrderBookSources(args);
        var settings = SiloSettings.Read(builder.Configuration);

        DataDirectory.Create(settings.DataDirectory);
        builder.AddLogs(settings);
        await using var database = await WarehouseDatabase.OpenAsync(settings, TimeProvider.System, async postgres =>
        {
            await FeeWatch.CheckProfilesAsync(settings, new FeeStore(postgres));
            await KeyRing.CheckAsync(settings, new ApiKeyStore(postgres));
        });
        using var spoolFiles = SpoolDirectory.Open(Path.Combine(settings.DataDirectory, "spool"));
        var spool = await Spool.OpenAsync(spoolFiles, settings.SpoolBytes, CancellationToken.None);
        builder.Services.AddOrderBook(settings, database.Postgres, spool, TimeProvider.System);
        builder.Services.AddWorkers();
        builder.Services.KeepRunning(database.Server);
        builder.Services.AddSingleton<IHostLifetime, StopSignals>();
        builder.AddGrains(database.ConnectionString, settings.Cluster);
        builder.AddApi(settings, database.Relations);

        await using var app = builder.Build();
        await ArchiveCheck.RunAsync(app.Services.GetRequiredService<IdentifiedArchive>(), app.Services.GetRequiredService<StoreOutages>());
        app.UseApi();
        await app.RunUntilStoppedAsync();
    }

    /// <summary>Reads and validates the settings; throws <see cref="ConfigurationException"/>.</summary>
    public static SiloSettings ReadSettings(string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.UseOrderBookSources(args);
        return SiloSettings.Read(configuration);
    }

    // A start that takes longer than a stop may wait is cancelled, which is not a failure.
    private static async Task RunUntilStoppedAsync(this WebApplication app)
    {
        var (lifetime, signals) = (app.Lifetime, (StopSignals)app.Services.GetRequiredService<IHostLifetime>());
        try
        {
            await app.RunAsync();
        }
        catch (Exception) when (signals.IsAsked && !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("The silo was stopped before it had started.");
        }
    }
}
