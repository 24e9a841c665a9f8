using System.Net;
using System.Net.Sockets;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Http;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>Everything that can go wrong on the wire, on a real socket.</summary>
public class FetchFailureTests
{
    [Theory]
    [InlineData("coinbase", 429, FailureKind.RateLimited, "Public rate limit exceeded")]
    [InlineData("coinbase", 404, FailureKind.UnknownProduct, "NotFound")]
    [InlineData("coinbase", 500, FailureKind.ServerError, "Internal server error")]
    [InlineData("coinbase", 503, FailureKind.ServerError, "503 Service Temporarily Unavailable")]
    [InlineData("coinbase", 403, FailureKind.GeoBlocked, "Forbidden")]
    [InlineData("binance", 418, FailureKind.Banned, "IP banned until")]
    [InlineData("binance", 429, FailureKind.RateLimited, "Too much request weight used")]
    [InlineData("binance", 451, FailureKind.GeoBlocked, "restricted location")]
    [InlineData("binance", 400, FailureKind.UnknownProduct, "Invalid symbol.")]
    public async Task A_status_is_a_failure_with_the_venues_own_message(string venue, int status, FailureKind kind, string words)
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new(venue, FaultKind.Status) { Status = status });

        var fetched = await setup.FetchAsync(venue == "coinbase" ? FetchSetup.Coinbase : FetchSetup.Binance);

        var failure = fetched.Outcome.Failure;
        Assert.Equal(kind, failure!.Kind);
        Assert.Equal(status, failure.HttpStatus);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, fetched.BodyHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_after_is_passed_on()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("binance", FaultKind.Status) { Status = 429, RetryAfterSeconds = 17 });

        Assert.Equal(TimeSpan.FromSeconds(17), (await setup.FailAsync(FetchSetup.Binance)).RetryAfter);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task A_body_truncated_in_transit_is_incomplete(int bytes)
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Truncate) { TruncateAtBytes = bytes });

        var failure = await setup.FailAsync(FetchSetup.Coinbase);

        Assert.Equal(FailureKind.BodyIncomplete, failure.Kind);
        Assert.Equal(200, failure.HttpStatus);
    }

    [Fact]
    public async Task A_connection_reset_before_the_response_is_a_connection_failure()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Reset));

        Assert.Equal(FailureKind.Connection, (await setup.FailAsync(FetchSetup.Coinbase)).Kind);
    }

    [Fact]
    public async Task No_response_in_time_is_a_timeout()
    {
        await using var setup = await FetchSetup.StartAsync(new FetchLimits { RequestTimeMax = TimeSpan.FromMilliseconds(300) });
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Delay) { DelayMs = 60_000 });

        Assert.Equal(FailureKind.Timeout, (await setup.FailAsync(FetchSetup.Coinbase)).Kind);
    }

    [Fact]
    public async Task A_body_that_trickles_beyond_the_time_limit_is_a_timeout()
    {
        await using var setup = await FetchSetup.StartAsync(new FetchLimits { RequestTimeMax = TimeSpan.FromMilliseconds(500) });
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Slow) { DelayMs = 60_000 });

        Assert.Equal(FailureKind.Timeout, (await setup.FailAsync(FetchSetup.Coinbase)).Kind);
    }

    [Fact]
    public async Task A_body_that_trickles_within_the_time_limit_is_a_book()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Slow) { DelayMs = 400 });

        Assert.Null((await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Failure);
    }

    [Fact]
    public async Task A_small_response_that_decompresses_without_end_is_too_large()
    {
        await using var setup = await FetchSetup.StartAsync(new FetchLimits { BodyBytesMax = 4 * 1024 * 1024 });
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Huge) { SizeMib = 2_000 });
        var before = GC.GetTotalAllocatedBytes();

        var failure = await setup.FailAsync(FetchSetup.Coinbase);

        Assert.Equal(FailureKind.BodyTooLarge, failure.Kind);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200 * 1024 * 1024);
    }

    [Fact]
    public async Task A_body_exactly_at_the_limit_is_not_too_large()
    {
        await using var setup = await FetchSetup.StartAsync(new FetchLimits { BodyBytesMax = 300_000 });
        setup.Simulator.Pin("coinbase", "BTC-USD", new byte[300_000]);
        setup.Simulator.Pin("coinbase", "ETH-USD", new byte[300_001]);

        Assert.Null((await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Failure);
        Assert.Equal(FailureKind.BodyTooLarge, (await setup.FailAsync(Core.Markets.Market.Parse("coinbase:ETH-USD"))).Kind);
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.Crossed)]
    public async Task A_complete_response_is_a_capture_whatever_its_content(FaultKind kind)
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", kind));

        var capture = (await setup.FetchAsync(FetchSetup.Coinbase)).Outcome.Value;

        Assert.NotNull(VenueCatalog.Find("coinbase")!.ParseBook(capture.Body.Span).Failure);
    }

    [Fact]
    public async Task A_redirect_is_rejected_and_not_followed()
    {
        await using var setup = await FetchSetup.StartAsync();
        setup.Simulator.Faults.Add(new("coinbase", FaultKind.Status) { Status = 302, Body = "moved" });

        var failure = await setup.FailAsync(FetchSetup.Coinbase);

        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Single(setup.Simulator.Requests.Latest);
    }

    [Fact]
    public async Task A_closed_port_is_a_connection_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();

        Assert.Equal(FailureKind.Connection, (await FailAtAsync(address)).Kind);
    }

    [Fact]
    public async Task An_unresolvable_host_is_a_connection_failure() =>
        Assert.Equal(FailureKind.Connection, (await FailAtAsync(new Uri("http://nowhere.invalid"))).Kind);

    [Fact]
    public async Task A_server_without_tls_is_a_connection_failure()
    {
        await using var setup = await FetchSetup.StartAsync();
        var address = new Uri(setup.Simulator.Url.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.Equal(FailureKind.Connection, (await FailAtAsync(address)).Kind);
    }

    [Fact]
    public async Task Credentials_in_a_base_address_appear_in_neither_url_nor_message()
    {
        await using var setup = await FetchSetup.StartAsync();
        var address = new Uri(setup.Simulator.AddressOf("coinbase").AbsoluteUri.Replace("//", "//user:hush@", StringComparison.Ordinal));
        using var fetcher = FetcherAt(address);

        var capture = (await fetcher.FetchBookAsync(FetchSetup.Coinbase, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None)).Outcome.Value;

        Assert.DoesNotContain("hush", capture.Url, StringComparison.Ordinal);
    }

    private static async Task<PullFailure> FailAtAsync(Uri address)
    {
        using var fetcher = FetcherAt(address);
        return (await fetcher.FetchBookAsync(FetchSetup.Coinbase, TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None)).Outcome.Failure!;
    }

    private static BookFetcher FetcherAt(Uri address)
    {
        var venues = new Dictionary<string, VenueFetchOptions> { ["coinbase"] = new() { BaseAddress = address } };
        return new BookFetcher(VenueCatalog.All, new FetchOptions { Venues = venues }, TimeProvider.System);
    }
}
