using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderBookSilo.Silo.Settings;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrderBookSilo.Silo.Clustering;

/// <summary>Runs the grains on Orleans in this process, as a single silo or as part of a cluster.</summary>
internal static class GrainHosting
{
    private const string Storage = "state";
    private const string Invariant = "Npgsql";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Adds the grains, with state and reminders in this database. Without cluster settings this is a single silo.
    /// Reminders tick no faster than the given period, by default a minute.
    /// </summary>
    public static void AddGrains(
        this WebApplicationBuilder builder, string connectionString, ClusterSettings? cluster, TimeSpan? reminderPeriodMin = null)
    {
        // Orleans' own timing stays on the system clock: on a simulated clock, a silo would declare itself dead.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Services.AddKeyedSingleton(TimeProviderNames.Grains, (services, _) => services.GetRequiredService<TimeProvider>());
        builder.Host.UseOrleans(silo =>
        {
            if (cluster is null)
            {
                silo.UseLocalhostClustering(SiloPorts.FindFree(), gatewayPort: 0, serviceId: ClusterSettings.DefaultId, clusterId: ClusterSettings.DefaultId);
            }
            else
            {
                silo.Join(cluster, connectionString);
            }

            // It costs something on every grain call, so it is on only when traces are exported.
            _ = Environment.GetEnvironmentVariable(OtlpEndpoint) is { Length: > 0 } ? silo.AddActivityPropagation() : silo;
            silo.Services.CarryExceptions();
            silo.KeepGrainsIn(connectionString)
                .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = reminderPeriodMin ?? options.MinimumReminderPeriod);
        });
    }

    /// <summary>Any exception of a grain reaches a caller in another process with its type and message.</summary>
    public static void CarryExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);

    private static void Join(this ISiloBuilder silo, ClusterSettings cluster, string connectionString)
    {
        var siloPort = SiloPorts.Find(cluster.SiloPort, cluster.PortDirectory, "silo-port");
        var gatewayPort = SiloPorts.Find(cluster.GatewayPort, cluster.PortDirectory, "gateway-port");
        var timing = cluster.Membership ?? MembershipTiming.Default;
        silo.Services.AddHostedService<JoinWatch>();
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            (options.ProbeTimeout, options.NumMissedProbesLimit) = (timing.ProbeTimeout, timing.MissedProbes);
            options.IAmAliveTablePublishTimeout = timing.AlivePeriod;

            // They go through a third silo, and one that was lost at the same moment delays the vote by a minute.
            options.EnableIndirectProbes = false;
        });
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

    /// <summary>State and reminders in this database, for single and clustered silos alike.</summary>
    public static ISiloBuilder KeepGrainsIn(this ISiloBuilder silo, string connectionString)
    {
        // There are many similar markets: random placement spreads them evenly, even when one silo starts all of them.
        silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
        return silo.AddAdoNetGrainStorage(Storage, storage => storage.Configure<Serializer>((options, serializer) =>
            {
                (options.Invariant, options.ConnectionString) = (Invariant, connectionString);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
    }

    /// <summary>Lets a joining silo take over a share of the markets from the others.</summary>
    public static ISiloBuilder MoveToNewSilos(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP002 // Marked experimental; without it a silo that joins stays empty until others leave.
        return silo.AddActivationRebalancer();
#pragma warning restore ORLEANSEXP002
    }

}
