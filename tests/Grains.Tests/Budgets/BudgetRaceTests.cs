using OrderBookSilo.Core.Egress;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Grains.Tests.Budgets;

/// <summary>Three silos behind one address pull as hard as they can; the simulated exchange's log shows what reached it.</summary>
public sealed class BudgetRaceTests : IAsyncLifetime
{
    private const int Silos = 3;
    private const int PullsAtOnce = 4;
    private const int WeightPerMinute = 1_500;
    private const int WeightOfBook = 250;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TwoWindowsAndMore = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan LessThanAWindow = TimeSpan.FromSeconds(20);

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
    public async Task Silos_that_share_a_budget_use_it_and_never_exceed_it()
    {
        await using var host = await BudgetHost.StartAsync(database, clock, WeightPerMinute);

        await PullAsync(TwoWindowsAndMore, () => host.Fetcher(venues));

        Assert.InRange(HeaviestMinute(), WeightPerMinute - WeightOfBook + 1, WeightPerMinute);
        Assert.InRange(venues.Requests.Latest.Count, 2 * WeightPerMinute / WeightOfBook, 3 * WeightPerMinute / WeightOfBook);
    }

    /// <summary>Shows that the exchange's log reveals an excess, although each silo obeys the exchange's own count.</summary>
    [Fact]
    public async Task Silos_with_a_budget_each_exceed_it_together()
    {
        await PullAsync(LessThanAWindow, () => BudgetHost.FetcherOf(venues, clock, new OwnBudgets(BudgetHost.LimitsOf(WeightPerMinute), clock)));

        Assert.InRange(HeaviestMinute(), WeightPerMinute + 1, Silos * WeightPerMinute);
    }

    private async Task PullAsync(TimeSpan duration, Func<BookFetcher> fetcherOf)
    {
        var endsAt = clock.GetUtcNow() + duration;
        var fetchers = Enumerable.Range(0, Silos).Select(_ => fetcherOf()).ToList();
        await Task.WhenAll(fetchers.SelectMany(fetcher => Enumerable.Range(0, PullsAtOnce).Select(_ => PullAsync(fetcher, endsAt))));
        fetchers.ForEach(fetcher => fetcher.Dispose());
    }

    private async Task PullAsync(BookFetcher fetcher, DateTimeOffset endsAt)
    {
        while (clock.GetUtcNow() < endsAt)
        {
            var failure = (await BudgetHost.FetchAsync(fetcher)).Outcome.Failure;
            await Task.Delay(failure is null ? TimeSpan.Zero : TimeSpan.FromSeconds(1), clock);
        }
    }

    private int HeaviestMinute()
    {
        var sent = venues.Requests.Latest;
        return sent.Max(first => sent.Where(one => one.At >= first.At && one.At < first.At + Minute).Sum(one => one.Weight));
    }
}
