using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>The cost of a dead venue with fifty markets, for itself and for others.</summary>
public sealed class DeadVenueTests : IAsyncLifetime
{
    private const int Markets = 50;

    private static readonly FetchLimits Limits = new();
    private static readonly List<Market> OfDead = [.. Enumerable.Range(0, Markets).Select(i => Market.Parse($"binance:T{i:00}USDT"))];

    private readonly FakeTimeProvider clock = new(Some.Hour);
    private FetchSetup setup = null!;

    public async Task InitializeAsync() => setup = await FetchSetup.StartAsync(time: clock);

    public async Task DisposeAsync() => await setup.DisposeAsync();

    /// <summary>All waits use this clock, so whatever ends while it stands still has not waited.</summary>
    [Fact]
    public async Task A_hanging_venue_does_not_delay_another()
    {
        Hang();
        var hanging = PullDead();
        await Eventually.HoldsAsync(() => setup.Simulator.Requests.Latest.Count == Limits.ConcurrentMax, "requests that hang");

        for (var i = 0; i < Markets; i++)
        {
            Assert.Null((await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Failure);
        }

        Assert.All(hanging, pull => Assert.False(pull.IsCompleted));
    }

    [Fact]
    public async Task Once_known_to_hang_its_markets_stop_waiting_and_one_request_at_a_time_probes_it()
    {
        Hang();
        await LetTimeOutAsync();
        var asked = setup.Simulator.Requests.Latest.Count;
        Assert.Equal(Limits.ConcurrentMax, asked);

        var refused = await EndAsync(PullDead());
        Assert.All(refused, pull => Assert.Equal((FailureKind.Timeout, Limits.HostRest.Min), (pull.Outcome.Failure!.Kind, pull.Outcome.Failure.RetryAfter)));
        Assert.Equal(asked, setup.Simulator.Requests.Latest.Count);

        clock.Advance(Limits.HostRest.Min);
        var pulls = PullDead();
        await Eventually.HoldsAsync(() => pulls.Count(pull => pull.IsCompleted) == Markets - 1, "all but the probe");
        await Eventually.HoldsAsync(() => setup.Simulator.Requests.Latest.Count > asked, "its request");
        Assert.Equal(asked + 1, setup.Simulator.Requests.Latest.Count);
        clock.Advance(Limits.RequestTimeMax);
        await EndAsync(pulls);
        Assert.Equal(2 * Limits.HostRest.Min, (await setup.FailAsync(FetchSetup.Binance)).RetryAfter);
    }

    [Fact]
    public async Task After_recovery_the_first_response_lets_all_markets_pull_again()
    {
        Hang();
        await LetTimeOutAsync();
        setup.Simulator.Faults.Clear();
        clock.Advance(Limits.HostRest.Min);

        Assert.Null((await setup.FetchAsync(FetchSetup.Binance)).Outcome.Failure);

        Assert.Equal(RouteState.Closed, setup.Fetcher.Show("binance")[0].Hosts[0].Standing.State);
        var pulls = await EndAsync([.. Enumerable.Range(0, Markets).Select(_ => setup.FetchAsync(FetchSetup.Binance))]);
        Assert.All(pulls, pull => Assert.Null(pull.Outcome.Failure));
    }

    [Theory]
    [InlineData(FaultKind.Reset, null, FailureKind.Connection)]
    [InlineData(FaultKind.Status, 500, FailureKind.ServerError)]
    [InlineData(FaultKind.Status, 503, FailureKind.ServerError)]
    public async Task A_venue_that_always_fails_is_not_asked_after_three_failures(FaultKind fault, int? status, FailureKind kind)
    {
        setup.Simulator.Faults.Add(new("coinbase", fault) { Status = status });

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(kind, (await setup.FailAsync(FetchSetup.Coinbase)).Kind);
        }

        Assert.Equal(Limits.OutagesMax, setup.Simulator.Requests.Latest.Count);
    }

    [Theory]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.Crossed)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_venue_that_sends_defective_bodies_is_still_asked(FaultKind fault)
    {
        setup.Simulator.Faults.Add(new("coinbase", fault));

        for (var i = 0; i < 10; i++)
        {
            await setup.FetchAsync(FetchSetup.Coinbase);
        }

        Assert.Equal(10, setup.Simulator.Requests.Latest.Count);
    }

    [Fact]
    public async Task One_failing_product_among_others_leaves_the_circuit_closed()
    {
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Status, "ETH-USD") { Status = 500 });

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(FailureKind.ServerError, (await setup.FailAsync(Market.Parse("coinbase:ETH-USD"))).Kind);
            Assert.Null((await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Failure);
        }

        Assert.Equal(20, setup.Simulator.Requests.Latest.Count);
    }

    private void Hang() => setup.Simulator.Faults.Add(new("binance", FaultKind.Delay) { DelayMs = 3_600_000 });

    private List<Task<Fetched<Capture>>> PullDead() => [.. OfDead.Select(setup.FetchAsync)];

    // With a clock that stands still, any wait would last forever.
    private static async Task<Fetched<Capture>[]> EndAsync(List<Task<Fetched<Capture>>> pulls)
    {
        await Eventually.HoldsAsync(() => pulls.TrueForAll(pull => pull.IsCompleted), "every pull ends");
        return await Task.WhenAll(pulls);
    }

    private async Task LetTimeOutAsync()
    {
        var pulls = PullDead();
        await Eventually.HoldsAsync(() => setup.Simulator.Requests.Latest.Count == Limits.ConcurrentMax, "requests that hang");
        clock.Advance(Limits.WaitTimeMax);
        await Eventually.HoldsAsync(() => pulls.Count(pull => pull.IsCompleted) == Markets - Limits.ConcurrentMax, "those that waited for a connection");
        clock.Advance(Limits.RequestTimeMax - Limits.WaitTimeMax);
        await EndAsync(pulls);
    }
}
