using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Tests.Hosting;
using OrderBookSilo.Grains.Tests.Markets;
using OrderBookSilo.Silo.Clustering;
using OrderBookSilo.Support;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace OrderBookSilo.Cluster.Tests.Hosts;

/// <summary>
/// Silos in this process with the product's grains, state and reminders in PostgreSQL, and a reminder clock that the test controls.
/// </summary>
internal sealed class HostedCluster : IAsyncDisposable
{
    /// <summary>Time limit for a cluster to pull the books of its markets, or to move them.</summary>
    public static readonly TimeSpan MoveTimeMax = TimeSpan.FromSeconds(60);

    private HostedCluster(World world, InProcessTestCluster silos, CreepingClock reminderClock)
    {
        World = world;
        Silos = silos;
        ReminderClock = reminderClock;
    }

    public World World { get; }

    public InProcessTestCluster Silos { get; }

    public CreepingClock ReminderClock { get; }

    public IRegistryGrain Registry => Silos.Client.GetGrain<IRegistryGrain>(IRegistryGrain.Key);

    public static async Task<HostedCluster> StartAsync(short siloCount)
    {
        var world = await World.CreateAsync();
        var clock = new CreepingClock();
        var builder = new InProcessTestClusterBuilder(siloCount);
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Logging.ClearProviders();
            host.Services.AddSiloOfAsync(world).GetAwaiter().GetResult();
            host.Services.CarryExceptions();
            host.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
            host.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, world.Time);
            host.Services.AddKeyedSingleton<TimeProvider>("Orleans.Reminders", clock);
        });
        builder.ConfigureSilo((_, silo) => silo
            .KeepGrainsIn(world.Database.ConnectionString)
            .MoveToNewSilos()
            .Configure<ActivationRebalancerOptions>(
                options => (options.RebalancerDueTime, options.SessionCyclePeriod) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3))));
        builder.ConfigureClientHost(host => host.Services.CarryExceptions());
        var silos = builder.Build();
        await silos.DeployAsync();
        return new HostedCluster(world, silos, clock);
    }

    /// <summary>This many markets, each with the book of the current slot.</summary>
    public async Task<IReadOnlyList<string>> StartMarketsAsync(int count)
    {
        var markets = World.Markets.Take(count).ToList();
        await Registry.StartAllAsync(markets);
        await BooksAsync(count);
        return markets;
    }

    /// <summary>Waits until the warehouse has this many books.</summary>
    public Task BooksAsync(int count) => Eventually.GetAsync(
        () => World.CountAsync("fact_book"), books => books >= count, books => $"{count} books; there are {books}", MoveTimeMax);

    public async ValueTask DisposeAsync()
    {
        await Silos.StopAllSilosAsync();
        await Silos.DisposeAsync();
        await World.DisposeAsync();
    }
}
