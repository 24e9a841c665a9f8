using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Silo;
using OrderBookSilo.Silo.Api;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Verbs;
using OrderBookSilo.Silo.Workers;

try
{
    if (args is [DatabaseOnly.Verb, ..])
    {
        await DatabaseOnly.RunAsync(args[1..]);
        return 0;
    }

    if (args is [MigrateOnly.Verb, ..])
    {
        await MigrateOnly.RunAsync(args[1..]);
        return 0;
    }

    if (args is [CopyArchive.Verb, var directory, ..])
    {
        return await CopyArchive.RunAsync(directory, args[2..]);
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.Configuration.UseOrderBookSources(args);
    var settings = SiloSettings.Read(builder.Configuration);

    Directory.CreateDirectory(settings.DataDirectory);
    builder.AddLogs(settings);
    await using var database = await WarehouseDatabase.OpenAsync(settings, TimeProvider.System, async postgres =>
    {
        await FeeWatch.CheckProfilesAsync(settings, new FeeStore(postgres));
        await KeyRing.CheckAsync(settings, new ApiKeyStore(postgres));
    });
    using var spoolFiles = SpoolDirectory.Open(Path.Combine(settings.DataDirectory, "spool"));
    var spool = await Spool.OpenAsync(spoolFiles, settings.SpoolBytes, TimeProvider.System, CancellationToken.None);
    builder.Services.AddOrderBook(settings, database.Postgres, spool, TimeProvider.System);
    builder.Services.AddWorkers();
    builder.Services.KeepRunning(database.Server);
    builder.AddGrains(database.ConnectionString, settings.Cluster);
    builder.AddApi(settings, database.Relations);

    await using var app = builder.Build();
    await ArchiveCheck.RunAsync(app.Services.GetRequiredService<IdentifiedArchive>(), app.Services.GetRequiredService<StoreOutages>());
    app.UseApi();
    await app.RunAsync();
    return 0;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. urls: {taken.Message}");
    return 2;
}
catch (Exception stop) when (stop is ConfigurationException or PrivatePostgresException or StartFailedException or StoreUnavailableException)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. {stop.Message}");
    return 2;
}
