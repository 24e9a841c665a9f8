using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OrderBookSilo.Silo.Settings;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrderBookSilo.Silo.Clustering;

/// <summary>Runs the grains on Orleans: a silo in this process, alone or one of a cluster, with state and reminders in PostgreSQL.</summary>
internal static class GrainHosting
{
    private const string Storage = "state";
    private const string Invariant = "Npgsql";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the grains, with state and reminders in this database. Without cluster settings the silo is alone.
    /// Reminders tick no faster than the given period, by default a minute.
    /// </summary>
    public static void AddGrains(
        this WebApplicationBuilder builder, string warehouseConnectionString, ClusterSettings? cluster, TimeSpan? reminderPeriodMin = null)
    {
        var connectionString = ForOrleans(warehouseConnectionString);

        // Orleans' own clockwork stays on the system's clock: told another time, a silo takes itself for dead.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Services.AddKeyedSingleton(TimeProviderNames.Grains, (services, _) => services.GetRequiredService<TimeProvider>());
        builder.Host.UseOrleans(silo =>
        {
            if (cluster is null)
            {
                silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: ClusterSettings.DefaultId, clusterId: ClusterSettings.DefaultId);
            }
            else
            {
                silo.Join(cluster, connectionString);
            }

            // Costs every call of a grain something, so only for those who look at the traces.
            _ = Environment.GetEnvironmentVariable(OtlpEndpoint) is { Length: > 0 } ? silo.AddActivityPropagation() : silo;
            silo.Services.CarryExceptions();
            silo.KeepGrainsIn(connectionString)
                .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = reminderPeriodMin ?? options.MinimumReminderPeriod);
        });
    }

    /// <summary>The same database as Orleans' statements expect it: their tables, named without a schema, lie in one of their own.</summary>
    public static string ForOrleans(string warehouseConnectionString) =>
        new NpgsqlConnectionStringBuilder(warehouseConnectionString) { SearchPath = "orleans" }.ConnectionString;

    /// <summary>Whatever a grain throws reaches a caller in another process as the same type and with its words.</summary>
    public static void CarryExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);

    private static void Join(this ISiloBuilder silo, ClusterSettings cluster, string connectionString)
    {
        var (siloPort, gatewayPort) = (PortOf(cluster.SiloPort), PortOf(cluster.GatewayPort));
        silo.MoveToNewSilos().Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
        if (cluster.AdvertisedAddress is { } address)
        {
            silo.ConfigureEndpoints(address, siloPort, gatewayPort);
        }
        else
        {
            silo.ConfigureEndpoints(siloPort, gatewayPort);
            silo.Services.PostConfigure<EndpointOptions>(options => PrivateNetwork.Check(options.AdvertisedIPAddress, cluster.MayBePublic));
        }
    }

    /// <summary>State and reminders in this database, whatever else the silo is.</summary>
    public static ISiloBuilder KeepGrainsIn(this ISiloBuilder silo, string connectionString)
    {
        // Markets are alike and many: at random they spread evenly, also when one silo brings up all of them.
        silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
        return silo.AddAdoNetGrainStorage(Storage, storage => storage.Configure<Serializer>((options, serializer) =>
            {
                (options.Invariant, options.ConnectionString) = (Invariant, connectionString);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
    }

    /// <summary>Lets a silo that joins take over a share of the markets that live on the others.</summary>
    public static ISiloBuilder MoveToNewSilos(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP002 // Said to be experimental; without it a silo that joins stays empty until others leave.
        return silo.AddActivationRebalancer();
#pragma warning restore ORLEANSEXP002
    }

    private static int PortOf(int configured) => configured == 0 ? FreePort() : configured;

    /// <summary>A port that nobody has, so that several silos can run on one machine.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
