using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Tests.Budgets;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;
using Orleans.Configuration;
using Orleans.Runtime;

namespace OrderBookSilo.Cluster.Tests.Budgets;

/// <summary>Three silos of a cluster behind one address pull as hard as they can, and the one that holds the budget is lost.</summary>
public sealed class SharedBudgetTests : IAsyncLifetime
{
    private const int PullsAtOnce = 4;
    private const int WeightPerMinute = 1_500;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ClusterSettings Settings = new("budgets", ClusterSettings.DefaultId, 0, 0, IPAddress.Loopback);

    private readonly FastTime clock = new(factor: 10);
    private TestDatabase database = null!;
    private Simulator venues = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.001 }, clock);
    }

    public async Task DisposeAsync()
    {
        await venues.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task No_minute_exceeds_the_budget_even_when_the_silo_that_holds_it_is_killed()
    {
        var silos = new List<BudgetHost>();
        for (var silo = 0; silo < 3; silo++)
        {
            silos.Add(await BudgetHost.StartAsync(database, clock, WeightPerMinute, Settings, NoticeLossesAtOnce));
        }

        using var stop = new CancellationTokenSource();
        var pulls = silos.SelectMany(silo => PullAsync(silo, stop.Token)).ToList();
        await Eventually.HoldsAsync(() => Used() == WeightPerMinute, "the first minute's budget is used");
        var keeper = await KeeperAsync(silos);
        silos.Remove(keeper);
        await keeper.KillAsync();
        var lostAt = clock.GetUtcNow();

        await Eventually.HoldsAsync(() => Used() >= 2 * WeightPerMinute, "the second minute's budget is used");
        await Eventually.HoldsAsync(() => Used() >= 3 * WeightPerMinute, "the third minute's budget is used");
        await stop.CancelAsync();
        await Task.WhenAll(pulls);

        Assert.Equal(WeightPerMinute, HeaviestMinute());
        Assert.NotEqual(keeper, await KeeperAsync(silos));
        Assert.InRange(venues.Requests.Latest[WeightPerMinute / 250].At - lostAt, TimeSpan.Zero, 2 * Minute);
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
    }

    // A minute here is six seconds, so a lost silo must be noticed within one.
    private static void NoticeLossesAtOnce(IServiceCollection services) => services.Configure<ClusterMembershipOptions>(options =>
    {
        options.ProbeTimeout = TimeSpan.FromMilliseconds(200);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 1;
    });

    private static async Task<BudgetHost> KeeperAsync(List<BudgetHost> silos)
    {
        var grains = silos[0].Services.GetRequiredService<IGrainFactory>();
        var address = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grains.GetGrain<IVenueBudgetGrain>("binance"));
        return silos.Single(silo => silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Equals(address));
    }

    private IEnumerable<Task> PullAsync(BudgetHost silo, CancellationToken stop)
    {
        var fetcher = silo.Fetcher(venues);
        return Enumerable.Range(0, PullsAtOnce).Select(_ => PullAsync(fetcher, stop));
    }

    private async Task PullAsync(BookFetcher fetcher, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var fetched = await BudgetHost.FetchAsync(fetcher);
            await Task.Delay(fetched.Outcome.Failure is null ? TimeSpan.Zero : TimeSpan.FromSeconds(1), clock, CancellationToken.None);
        }
    }

    private int Used() => venues.Requests.Latest.Sum(request => request.Weight);

    private int HeaviestMinute()
    {
        var sent = venues.Requests.Latest;
        return sent.Max(first => sent.Where(one => one.At >= first.At && one.At < first.At + Minute).Sum(one => one.Weight));
    }
}
