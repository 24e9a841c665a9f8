using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A venue accessed through proxies, on real sockets.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(Some.Hour);
    private readonly ForwardProxy one = new();
    private readonly ForwardProxy other = new();
    private Simulator venue = null!;

    public async Task InitializeAsync() => venue = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 }, clock);

    public async Task DisposeAsync()
    {
        await venue.DisposeAsync();
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_book_is_fetched_through_a_proxy_with_credentials()
    {
        using var fetcher = FetcherThrough([one.Setting]);

        var capture = (await FetchAsync(fetcher)).Outcome.Value;

        Assert.StartsWith(venue.Url, capture.Url, StringComparison.Ordinal);
        Assert.Equal([$"GET {capture.Url} HTTP/1.1"], one.Requests);
        Assert.Single(venue.Requests.Latest);
    }

    [Fact]
    public async Task Proxies_are_used_in_rotation_and_each_has_its_own_budget()
    {
        // With a venue that does not report usage: the simulator cannot distinguish addresses on loopback.
        using var fetcher = FetcherThrough([one.Setting, other.Setting], budget: 2, venueCode: "coinbase");

        var kinds = new List<FailureKind?>();
        for (var i = 0; i < 5; i++)
        {
            kinds.Add((await FetchAsync(fetcher, "coinbase:BTC-USD")).Outcome.Failure?.Kind);
        }

        Assert.Equal([null, null, null, null, FailureKind.Budget], kinds);
        Assert.Equal((2, 2), (one.Requests.Count, other.Requests.Count));
    }

    [Fact]
    public async Task An_unreachable_proxy_is_not_used_for_a_while_and_the_next_one_is()
    {
        var dead = DeadProxy();
        using var fetcher = FetcherThrough([$"http://desk:secret@{dead}", one.Setting]);

        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
        }

        var shown = fetcher.Show("binance")[0];
        Assert.Equal((dead, RouteState.Open, FailureKind.Connection), (shown.Name, shown.Standing.State, shown.Standing.Failure?.Kind));
        Assert.Equal(clock.GetUtcNow() + new FetchLimits().ProxyRest.Min, shown.Standing.Until);
        Assert.Equal(RouteState.Closed, shown.Hosts[0].Standing.State);
    }

    [Fact]
    public async Task A_proxy_that_rejects_the_credentials_is_not_used_and_its_password_is_never_shown()
    {
        using var fetcher = FetcherThrough([$"http://desk:wrong-secret@{one.Name}"]);

        var failed = await FetchAsync(fetcher);
        var again = await FetchAsync(fetcher);

        Assert.Equal((FailureKind.Connection, FailureKind.Connection), (failed.Outcome.Failure!.Kind, again.Outcome.Failure!.Kind));
        Assert.Empty(venue.Requests.Latest);
        Assert.DoesNotContain("secret", $"{failed} {again} {string.Join(' ', fetcher.Show("binance").Select(shown => $"{shown} {shown.Hosts[0]}"))}", StringComparison.Ordinal);
        Assert.InRange(one.Unknown, 1, 2);
    }

    [Theory]
    [InlineData(429, RouteState.Stopped)]
    [InlineData(418, RouteState.Stopped)]
    [InlineData(451, RouteState.Closed)]
    [InlineData(403, RouteState.Closed)]
    public async Task If_the_venue_blocks_one_proxy_the_next_is_used_immediately(int status, RouteState state)
    {
        using var fetcher = FetcherThrough([one.Setting, other.Setting]);
        venue.Faults.Add(new("binance", FaultKind.Status) { Status = status, RetryAfterSeconds = 300, Count = 1 });

        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await FetchAsync(fetcher)).Outcome.Failure);
        }

        Assert.Equal((1, 3), (one.Requests.Count, other.Requests.Count));
        var shown = fetcher.Show("binance");
        Assert.Equal((state, false, true), (shown[0].Standing.State, shown[0].IsUsable, shown[1].IsUsable));

        clock.Advance(TimeSpan.FromMinutes(10));
        await FetchAsync(fetcher);
        await FetchAsync(fetcher);
        Assert.Equal(2, one.Requests.Count);
    }

    [Fact]
    public async Task Our_own_address_is_used_in_rotation_where_it_is_listed()
    {
        using var fetcher = FetcherThrough(["direct", one.Setting]);

        await FetchAsync(fetcher);
        await FetchAsync(fetcher);

        Assert.Single(one.Requests);
        Assert.Equal(2, venue.Requests.Latest.Count);
        Assert.Equal(["direct", one.Name], fetcher.Show("binance").Select(shown => shown.Name));
    }

    [Fact]
    public async Task For_https_a_tunnel_is_requested_with_credentials()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        var host = $"127.0.0.1:{((IPEndPoint)target.LocalEndpoint).Port}";
        using var fetcher = FetcherThrough([one.Setting], host: new Uri($"https://{host}"), time: TimeProvider.System);

        var fetching = FetchAsync(fetcher);
        using var tunnel = await target.AcceptTcpClientAsync();
        var hello = new byte[1];
        await tunnel.GetStream().ReadExactlyAsync(hello);
        tunnel.Close();

        // The first byte of a TLS handshake.
        Assert.Equal(0x16, hello[0]);
        Assert.Equal([$"CONNECT {host} HTTP/1.1"], one.Requests);
        Assert.Equal(FailureKind.Connection, (await fetching).Outcome.Failure?.Kind);
        Assert.Equal(RouteState.Closed, fetcher.Show("binance")[0].Standing.State);
    }

    [Fact]
    public async Task A_proxy_that_opens_no_tunnel_is_at_fault_and_the_next_is_used()
    {
        one.Answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        using var fetcher = FetcherThrough([one.Setting, other.Setting], host: new Uri(venue.Url.Replace("http:", "https:", StringComparison.Ordinal)));

        await FetchAsync(fetcher);

        Assert.Equal(RouteState.Open, fetcher.Show("binance")[0].Standing.State);
        Assert.Single(other.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("")]
    public async Task If_a_proxy_cannot_reach_one_host_the_next_host_is_tried_through_it(string answer)
    {
        const string dead = "https://dead.invalid:443";
        one.AnswerOf = line => line.Contains("dead.invalid", StringComparison.Ordinal) ? answer : null;
        using var fetcher = FetcherOfHosts([one.Setting, other.Setting], new Uri(dead), venue.AddressOf("binance"));

        var capture = (await FetchAsync(fetcher)).Outcome.Value;

        Assert.StartsWith(venue.Url, capture.Url, StringComparison.Ordinal);
        Assert.Equal(["CONNECT dead.invalid:443 HTTP/1.1", $"GET {capture.Url} HTTP/1.1"], one.Requests);
        Assert.Empty(other.Requests);
        Assert.Equal(RouteState.Closed, fetcher.Show("binance")[0].Standing.State);
    }

    [Fact]
    public async Task A_proxy_that_reaches_none_of_the_hosts_is_not_used_and_the_next_one_is()
    {
        one.Answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        using var fetcher = FetcherOfHosts([one.Setting, other.Setting], new Uri("https://one.invalid"), new Uri("https://two.invalid"));

        await FetchAsync(fetcher);

        Assert.Equal(2, one.Requests.Count);
        Assert.Equal(RouteState.Open, fetcher.Show("binance")[0].Standing.State);
        Assert.NotEmpty(other.Requests);
    }

    [Fact]
    public async Task A_proxy_that_rejects_the_credentials_is_not_used_for_any_host_also_with_tunnels()
    {
        using var fetcher = FetcherOfHosts([$"http://desk:wrong@{one.Name}"], new Uri("https://one.invalid"), new Uri("https://two.invalid"));

        Assert.Equal(FailureKind.Connection, (await FetchAsync(fetcher)).Outcome.Failure?.Kind);

        var shown = fetcher.Show("binance")[0];
        Assert.Equal(RouteState.Open, shown.Standing.State);
        Assert.InRange(one.Unknown, 1, 2);
    }

    [Theory]
    [InlineData("http://10.0.0.1:3128", "10.0.0.1:3128")]
    [InlineData("http://user:pass@proxy.example:8080/", "proxy.example:8080")]
    [InlineData("http://[::1]:3128", "[::1]:3128")]
    [InlineData("http://user@proxy.example:80", "proxy.example")]
    [InlineData("https://proxy.example:8080", null)]
    [InlineData("http://proxy.example", null)]
    [InlineData("http://user:pass@proxy.example", null)]
    [InlineData("http://proxy.example:8080/path", null)]
    [InlineData("http://proxy.example:8080/?a=1", null)]
    [InlineData("proxy.example:8080", null)]
    [InlineData("", null)]
    public void A_proxy_is_parsed_from_its_address(string text, string? name) => Assert.Equal(name, ProxyServer.TryParse(text)?.Name);

    [Fact]
    public void An_egress_address_may_be_listed_only_once() =>
        Assert.Equal(
            "Venues:binance:Proxies lists 10.0.0.1:3128 twice; list every egress address once.",
            new VenueFetchOptions { Proxies = [ProxyServer.TryParse("http://a:b@10.0.0.1:3128"), ProxyServer.TryParse("http://c:d@10.0.0.1:3128")] }.FindProblem("binance"));

    [Fact]
    public void More_addresses_may_start_more_pulls()
    {
        var binance = VenueCatalog.Find("binance")!;
        var options = new FetchOptions
        {
            Venues = new Dictionary<string, VenueFetchOptions> { ["binance"] = new() { Proxies = [null, ProxyServer.TryParse("http://10.0.0.1:3128")] } },
        };

        Assert.Equal(new VenuePace(12_000, 250), options.PaceOf(binance));
    }

    private static BookFetcher FetcherOfHosts(string[] proxies, params Uri[] hosts)
    {
        var options = new VenueFetchOptions { Proxies = [.. proxies.Select(ProxyServer.TryParse)] };
        return new BookFetcher(
            [new HostsOf(VenueCatalog.Find("binance")!, hosts)],
            new FetchOptions { Venues = new Dictionary<string, VenueFetchOptions> { ["binance"] = options }, Limits = new FetchLimits { ConnectTimeMax = TimeSpan.FromSeconds(1) } },
            TimeProvider.System);
    }

    private BookFetcher FetcherThrough(string[] proxies, int? budget = null, Uri? host = null, TimeProvider? time = null, string venueCode = "binance")
    {
        var options = new VenueFetchOptions
        {
            BaseAddress = host ?? venue.AddressOf(venueCode),
            Budget = budget,
            Proxies = [.. proxies.Select(text => text == VenueEgress.Direct ? null : ProxyServer.TryParse(text) ?? throw new ArgumentException(text))],
        };
        return new BookFetcher(
            VenueCatalog.All, new FetchOptions { Venues = new Dictionary<string, VenueFetchOptions> { [venueCode] = options } }, time ?? clock);
    }

    private static Task<Fetched<Capture>> FetchAsync(BookFetcher fetcher, string market = "binance:BTCUSDT") =>
        fetcher.FetchBookAsync(Market.Parse(market), TimeSpan.FromHours(1), RequestPriority.First, CancellationToken.None);

    private static string DeadProxy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
