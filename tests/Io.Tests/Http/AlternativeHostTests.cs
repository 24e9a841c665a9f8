using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Http;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A venue with two hosts: two simulators.</summary>
public sealed class AlternativeHostTests : IAsyncLifetime
{
    private static readonly Market Market = Market.Parse("binance:BTCUSDT");

    private Simulator first = null!;
    private Simulator second = null!;

    public async Task InitializeAsync()
    {
        first = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        second = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
    }

    public async Task DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Theory]
    [InlineData(451)]
    [InlineData(403)]
    public async Task If_the_first_host_blocks_us_the_second_is_tried(int status)
    {
        first.Faults.Add(new("binance", FaultKind.Status) { Status = status });
        using var fetcher = Fetcher();

        var capture = (await FetchAsync(fetcher)).Value;
        await FetchAsync(fetcher);

        Assert.StartsWith(second.Url, capture.Url, StringComparison.Ordinal);
        Assert.Single(first.Requests.Latest);
        Assert.Equal(2, second.Requests.Latest.Count);
    }

    [Fact]
    public async Task If_the_first_host_is_unreachable_the_second_is_tried()
    {
        first.Faults.Add(new("binance", FaultKind.Reset));
        using var fetcher = Fetcher();

        Assert.StartsWith(second.Url, (await FetchAsync(fetcher)).Value.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(418, FailureKind.Banned)]
    [InlineData(500, FailureKind.ServerError)]
    [InlineData(400, FailureKind.UnknownProduct)]
    public async Task Any_other_response_of_the_first_host_is_final(int status, FailureKind kind)
    {
        first.Faults.Add(new("binance", FaultKind.Status) { Status = status });
        using var fetcher = Fetcher();

        Assert.Equal(kind, (await FetchAsync(fetcher)).Failure!.Kind);
        Assert.Empty(second.Requests.Latest);
    }

    [Fact]
    public async Task If_every_host_blocks_us_the_result_is_that_failure()
    {
        first.Faults.Add(new("binance", FaultKind.Status) { Status = 451 });
        second.Faults.Add(new("binance", FaultKind.Status) { Status = 451 });
        using var fetcher = Fetcher();

        Assert.Equal(FailureKind.GeoBlocked, (await FetchAsync(fetcher)).Failure!.Kind);
        Assert.Equal(FailureKind.GeoBlocked, (await FetchAsync(fetcher)).Failure!.Kind);
        Assert.Single(first.Requests.Latest);
        Assert.Single(second.Requests.Latest);
    }

    [Fact]
    public async Task A_configured_base_address_replaces_all_hosts()
    {
        first.Faults.Add(new("binance", FaultKind.Status) { Status = 451 });
        using var fetcher = Fetcher(new VenueFetchOptions { BaseAddress = first.AddressOf("binance") });

        Assert.Equal(FailureKind.GeoBlocked, (await FetchAsync(fetcher)).Failure!.Kind);
        Assert.Empty(second.Requests.Latest);
    }

    private BookFetcher Fetcher(VenueFetchOptions? options = null)
    {
        IVenue venue = new HostsOf(VenueCatalog.Find("binance")!, [first.AddressOf("binance"), second.AddressOf("binance")]);
        var venues = new Dictionary<string, VenueFetchOptions> { ["binance"] = options ?? new() };
        return new BookFetcher([venue], new FetchOptions { Venues = venues }, TimeProvider.System);
    }

    private static async Task<Outcome<Capture>> FetchAsync(BookFetcher fetcher) =>
        (await fetcher.FetchBookAsync(Market, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None)).Outcome;
}
