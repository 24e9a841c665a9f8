using System.Net;
using System.Net.Sockets;
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

/// <summary>
/// The venue and our budget count only requests that reach the venue; the budget in these tests is enough for two deep books.
/// </summary>
public sealed class UnsentRequestTests : IAsyncLifetime
{
    private const int BudgetOfTwo = 500;

    private Simulator venue = null!;

    public async Task InitializeAsync() => venue = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });

    public async Task DisposeAsync() => await venue.DisposeAsync();

    [Theory]
    [InlineData("http://127.0.0.1:{closed}")]
    [InlineData("https://127.0.0.1:{venue}")]
    [InlineData("http://no-such-host.invalid")]
    public async Task An_unreachable_venue_keeps_its_budget(string host)
    {
        var address = host
            .Replace("{closed}", $"{ClosedPort()}", StringComparison.Ordinal)
            .Replace("{venue}", $"{new Uri(venue.Url).Port}", StringComparison.Ordinal);
        using var fetcher = FetcherOf(address);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(FailureKind.Connection, (await FailAsync(fetcher)).Kind);
        }
    }

    [Fact]
    public async Task An_unreachable_host_costs_the_next_one_no_budget()
    {
        using var fetcher = FetcherOf($"http://127.0.0.1:{ClosedPort()}", venue.AddressOf("binance").AbsoluteUri);

        Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
        Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
        Assert.Equal(FailureKind.Budget, (await FailAsync(fetcher)).Kind);
    }

    [Fact]
    public async Task A_sent_request_counts_even_without_a_response()
    {
        venue.Faults.Add(new("binance", FaultKind.Reset));
        using var fetcher = FetcherOf(venue.AddressOf("binance").AbsoluteUri);

        Assert.Equal(FailureKind.Connection, (await FailAsync(fetcher)).Kind);
        Assert.Equal(FailureKind.Connection, (await FailAsync(fetcher)).Kind);
        Assert.Equal(FailureKind.Budget, (await FailAsync(fetcher)).Kind);
        Assert.Equal(2, venue.Requests.Latest.Count);
    }

    [Fact]
    public async Task A_request_cancelled_while_waiting_costs_nothing()
    {
        var clock = new FakeTimeProvider(Some.Hour);
        await using var onClock = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 }, clock);
        using var fetcher = FetcherOf(clock, onClock.AddressOf("binance").AbsoluteUri);
        await FetchAsync(fetcher);
        await FetchAsync(fetcher);
        clock.Advance(TimeSpan.FromSeconds(50));
        using var cancel = new CancellationTokenSource();
        var waiting = FetchAsync(fetcher, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        clock.Advance(TimeSpan.FromSeconds(12));

        Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
        Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
    }

    private static BookFetcher FetcherOf(params string[] hosts) => FetcherOf(TimeProvider.System, hosts);

    private static BookFetcher FetcherOf(TimeProvider time, params string[] hosts)
    {
        var binance = new HostsOf(VenueCatalog.Find("binance")!, [.. hosts.Select(host => new Uri(host))]);
        var options = new Dictionary<string, VenueFetchOptions> { ["binance"] = new() { Budget = BudgetOfTwo } };
        return new BookFetcher([binance], new FetchOptions { Venues = options }, time);
    }

    private static Task<Fetched<Capture>> FetchAsync(BookFetcher fetcher, CancellationToken cancel = default) =>
        fetcher.FetchBookAsync(Market.Parse("binance:BTCUSDT"), TimeSpan.FromHours(1), RequestPriority.First, cancel);

    private static async Task<PullFailure> FailAsync(BookFetcher fetcher) =>
        (await FetchAsync(fetcher)).Outcome.Failure ?? throw new Xunit.Sdk.XunitException("expected a failure but got a book");

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
