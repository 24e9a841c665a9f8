using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Workers;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A silo in the world of a test, composed as in the product.</summary>
internal static class WorldServices
{
    public static async Task AddSiloOfAsync(this IServiceCollection services, World world)
    {
        var database = new PostgresDatabase(world.Database.Source);
        await database.PrepareAsync(world.Time.GetUtcNow(), CancellationToken.None);
        var settings = SiloSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(SettingsOf(world)).Build());
        var files = world.OpenSpool();
        var spool = await Spool.OpenAsync(files, settings.SpoolBytes, CancellationToken.None);
        services.AddOrderBook(settings, database, spool, world.Time);

        // The container disposes what it created, and so releases the directory when the silo stops.
        services
            .AddSingleton<ISpoolFiles>(_ => files)
            .AddSingleton(provider =>
            {
                provider.GetRequiredService<ISpoolFiles>();
                return spool;
            })
            .AddSingleton(new Random(1))
            .AddSingleton<IReferenceTime>(world.Reference)
            .AddHostedService<SpoolDrain>()
            .AddHostedService<SpoolReports>();
    }

    private static Dictionary<string, string?> SettingsOf(World world)
    {
        var settings = new Dictionary<string, string?>(world.Settings)
        {
            ["Data"] = world.DataDirectory,
            ["Slot"] = world.SlotLength.ToString(),
            ["Spread"] = "0s",
            ["OrderSizes"] = "10000,100000",
            ["DepthBandsBps"] = "100",
            ["Conversions"] = "coinbase:USDT-USD",
        };
        foreach (var venue in VenueCatalog.All)
        {
            settings[$"Venues:{venue.Code}:BaseAddress"] = world.Venues.AddressOf(venue.Code).ToString();
            settings[$"Venues:{venue.Code}:Budget"] = "0";
        }

        return settings;
    }
}
