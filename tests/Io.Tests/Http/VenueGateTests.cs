using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>What the markets of one venue share: budget, stops and connections.</summary>
public class VenueGateTests
{
    private static readonly Market OtherBinance = Market.Parse("binance:ETHUSDT");

    private readonly FakeTimeProvider clock = new(Some.Hour);

    [Theory]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(418, FailureKind.Banned)]
    public async Task A_stop_applies_to_every_market_of_the_venue_and_to_no_other(int status, FailureKind kind)
    {
        await using var setup = await FetchSetup.StartAsync(time: clock);
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status) { Status = status, RetryAfterSeconds = 90, Count = 1 });
        await setup.FailAsync(FetchSetup.Binance);

        clock.Advance(TimeSpan.FromSeconds(89));
        var stopped = await setup.FailAsync(OtherBinance);

        Assert.Equal(kind, stopped.Kind);
        Assert.Null(stopped.HttpStatus);
        Assert.Equal(TimeSpan.FromSeconds(1), stopped.RetryAfter);
        Assert.Equal(0, setup.Simulator.Requests.CountOf("binance", "ETHUSDT"));
        Assert.Null((await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Failure);
    }

    [Fact]
    public async Task After_the_stop_the_venue_is_asked_again()
    {
        await using var setup = await FetchSetup.StartAsync(time: clock);
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status) { Status = 429, RetryAfterSeconds = 90, Count = 1 });
        await setup.FailAsync(FetchSetup.Binance);

        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Null((await setup.FetchAsync(OtherBinance)).Outcome.Failure);
    }

    [Fact]
    public async Task Requests_beyond_the_budget_are_not_sent()
    {
        await using var setup = await FetchSetup.StartAsync(budget: 500, time: clock);
        await setup.FetchAsync(FetchSetup.Binance);
        await setup.FetchAsync(FetchSetup.Binance);

        var failure = await setup.FailAsync(FetchSetup.Binance);

        Assert.Equal(FailureKind.Budget, failure.Kind);
        Assert.Equal(2, setup.Simulator.Requests.CountOf("binance", "BTCUSDT"));
    }

    [Fact]
    public async Task A_short_wait_for_the_budget_is_accepted()
    {
        await using var setup = await FetchSetup.StartAsync(budget: 500, time: clock);
        await setup.FetchAsync(FetchSetup.Binance);
        await setup.FetchAsync(FetchSetup.Binance);
        clock.Advance(TimeSpan.FromSeconds(50));

        var waiting = setup.FetchAsync(FetchSetup.Binance);
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Null((await waiting).Outcome.Failure);
    }

    [Fact]
    public async Task A_stop_that_arrives_while_waiting_for_the_budget_is_respected()
    {
        await using var setup = await FetchSetup.StartAsync(budget: 500, time: clock);
        await setup.FetchAsync(FetchSetup.Binance);
        clock.Advance(TimeSpan.FromSeconds(50));
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status) { Status = 429, RetryAfterSeconds = 300, Count = 1, DelayMs = 300 });
        var refused = setup.FetchAsync(FetchSetup.Binance);
        var waiting = setup.FetchAsync(OtherBinance);
        Assert.Equal(FailureKind.RateLimited, (await refused).Outcome.Failure!.Kind);

        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(FailureKind.RateLimited, (await waiting).Outcome.Failure!.Kind);
        Assert.Equal(0, setup.Simulator.Requests.CountOf("binance", "ETHUSDT"));
    }

    [Fact]
    public async Task A_host_that_blocks_us_is_not_asked_for_a_while()
    {
        await using var setup = await FetchSetup.StartAsync(time: clock);
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status) { Status = 451 });
        await setup.FailAsync(FetchSetup.Binance);

        var again = await setup.FailAsync(OtherBinance);
        Assert.Equal(FailureKind.GeoBlocked, again.Kind);
        Assert.Contains("restricted location", again.Message, StringComparison.Ordinal);
        Assert.Single(setup.Simulator.Requests.Latest);

        clock.Advance(TimeSpan.FromMinutes(10));
        await setup.FailAsync(FetchSetup.Binance);
        Assert.Equal(2, setup.Simulator.Requests.Latest.Count);
    }

    [Fact]
    public async Task At_most_the_limit_of_requests_run_concurrently_and_others_give_up()
    {
        var limits = new FetchLimits { ConcurrentMax = 8, WaitTimeMax = TimeSpan.FromSeconds(10) };
        await using var setup = await FetchSetup.StartAsync(limits, time: clock);
        setup.Simulator.Faults.Add(new("binance", FaultKind.Delay) { DelayMs = 600_000 });
        var pulls = Enumerable.Range(0, 20).Select(_ => setup.FetchAsync(FetchSetup.Binance)).ToList();
        await Eventually.HoldsAsync(() => setup.Simulator.Requests.CountOf("binance", "BTCUSDT") == 8, "eight concurrent requests");

        clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => pulls.Count(pull => pull.IsCompleted) == 12, "the others give up");
        clock.Advance(TimeSpan.FromSeconds(10));
        var fetched = await Task.WhenAll(pulls);

        Assert.Equal(8, fetched.Count(one => one.Outcome.Failure!.Kind == FailureKind.Timeout));
        Assert.Equal(12, fetched.Count(one => one.Outcome.Failure!.Kind == FailureKind.Budget));
        Assert.Equal(8, setup.Simulator.Requests.CountOf("binance", "BTCUSDT"));
    }

    [Fact]
    public async Task Weight_that_the_venue_reports_as_used_by_others_is_not_used_again()
    {
        await using var venue = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 }, clock);
        using var ours = FetcherOf(venue, 750);
        using var anothers = FetcherOf(venue, 0);
        Assert.Null((await FetchAsync(anothers)).Outcome.Failure);
        Assert.Null((await FetchAsync(ours)).Outcome.Failure);

        Assert.Null((await FetchAsync(ours)).Outcome.Failure);
        Assert.Equal(FailureKind.Budget, (await FetchAsync(ours)).Outcome.Failure?.Kind);

        Assert.Equal(3, venue.Requests.CountOf("binance", "BTCUSDT"));
        Assert.Equal(750, ours.Show("binance")[0].UsedWeight);
    }

    [Fact]
    public async Task A_ban_whose_end_only_the_body_states_lasts_until_then()
    {
        await using var setup = await FetchSetup.StartAsync(time: clock);
        var end = clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status)
        {
            Status = 418, Body = $$"""{"code":-1003,"msg":"Way too much request weight used; IP banned until {{end}}. Please use WebSocket Streams."}""", Count = 1,
        });
        Assert.Equal(FailureKind.Banned, (await setup.FailAsync(FetchSetup.Binance)).Kind);

        clock.Advance(TimeSpan.FromMinutes(59));
        var refused = await setup.FetchAsync(FetchSetup.Binance);
        Assert.Equal((FailureKind.Banned, false), (refused.Outcome.Failure?.Kind, refused.WasSent));
        Assert.Equal(1, setup.Simulator.Requests.CountOf("binance", "BTCUSDT"));

        clock.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Null((await setup.FetchAsync(FetchSetup.Binance)).Outcome.Failure);
    }

    [Fact]
    public async Task Requests_on_demand_leave_connections_to_pulls()
    {
        await using var setup = await FetchSetup.StartAsync(budget: 0);
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Delay, "ETH-USD") { DelayMs = 5_000 });
        var asked = Enumerable.Range(0, 20).Select(_ => setup.FetchAsync(Market.Parse("coinbase:ETH-USD"), RequestPriority.OnDemand)).ToList();

        var pulled = setup.FetchAsync(FetchSetup.Coinbase);

        Assert.Same(pulled, await Task.WhenAny([pulled, .. asked]));
        Assert.Null((await pulled).Outcome.Failure);
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task Retries_are_refused_before_first_attempts()
    {
        await using var setup = await FetchSetup.StartAsync(budget: 750, time: clock);

        Assert.Null((await setup.FetchAsync(FetchSetup.Binance, RequestPriority.Retry)).Outcome.Failure);
        Assert.Equal(FailureKind.Budget, (await setup.FetchAsync(FetchSetup.Binance, RequestPriority.Retry)).Outcome.Failure?.Kind);
        Assert.Null((await setup.FetchAsync(FetchSetup.Binance)).Outcome.Failure);
        Assert.Null((await setup.FetchAsync(FetchSetup.Binance)).Outcome.Failure);
    }

    [Fact]
    public async Task Retry_after_is_also_respected_as_a_date()
    {
        await using var venue = await RawVenue.StartAsync(
            $"HTTP/1.1 429 Too Many Requests\r\nRetry-After: {clock.GetUtcNow().AddSeconds(90):R}\r\nContent-Length: 2\r\n\r\n{{}}");
        using var fetcher = venue.Fetcher(time: clock);

        Assert.Equal(TimeSpan.FromSeconds(90), (await FetchAsync(fetcher)).Outcome.Failure?.RetryAfter);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(30), (await FetchAsync(fetcher)).Outcome.Failure?.RetryAfter);
        Assert.Equal(1, venue.Requests);
    }

    private BookFetcher FetcherOf(Simulator venue, int budget)
    {
        var options = new VenueFetchOptions { BaseAddress = venue.AddressOf("binance"), Budget = budget };
        return new BookFetcher(
            VenueCatalog.All, new FetchOptions { Venues = new Dictionary<string, VenueFetchOptions> { ["binance"] = options } }, clock);
    }

    private static Task<Fetched<Capture>> FetchAsync(BookFetcher fetcher) =>
        fetcher.FetchBookAsync(FetchSetup.Binance, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None);
}
