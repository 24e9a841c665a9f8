using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrderBookSilo.Silo.Hosting;

/// <summary>Runs the grains on Orleans: a silo of its own in this process, with state and reminders in PostgreSQL.</summary>
internal static class GrainHosting
{
    public const string Engine = "Orleans";

    private const string ServiceId = "orderbook";
    private const string Storage = "state";
    private const string Invariant = "Npgsql";

    /// <summary>Adds the grains; state and reminders lie in this database. Reminders tick no faster than the given period, by default a minute.</summary>
    public static void AddGrains(this WebApplicationBuilder builder, string warehouseConnectionString, TimeSpan? reminderPeriodMin = null)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(warehouseConnectionString) { SearchPath = "orleans" }.ConnectionString;

        // Orleans' own clockwork stays on the system's clock: told another time, a silo takes itself for dead.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Services.AddKeyedSingleton(TimeProviderNames.Grains, (services, _) => services.GetRequiredService<TimeProvider>());
        builder.Host.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: ServiceId, clusterId: ServiceId)
            .AddAdoNetGrainStorage(Storage, storage => storage.Configure<Serializer>((options, serializer) =>
            {
                options.Invariant = Invariant;
                options.ConnectionString = connectionString;
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .UseAdoNetReminderService(options =>
            {
                options.Invariant = Invariant;
                options.ConnectionString = connectionString;
            })
            .Configure<ReminderOptions>(options =>
                options.MinimumReminderPeriod = reminderPeriodMin ?? options.MinimumReminderPeriod));
    }

    /// <summary>A port for the silo's own end of the line, so that several processes can run on one machine.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
