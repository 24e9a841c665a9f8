using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Egress;

public sealed class VenueRoutesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly PullFailure Timeout = new(FailureKind.Timeout, "no answer");
    private static readonly RouteLimits Limits = new(
        new CircuitLimits(3, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20)),
        new CircuitLimits(1, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20)),
        TimeSpan.FromMinutes(10));

    private readonly VenueRoutes routes = new(["direct", "10.0.0.1:3128", "10.0.0.2:3128"], ["api", "api2"], Limits);

    [Fact]
    public void Each_request_starts_with_the_next_address_and_the_preferred_host()
    {
        var firsts = Enumerable.Range(0, 6).Select(_ => routes.NextOrder()).ToList();

        Assert.Equal([0, 1, 2, 0, 1, 2], firsts.Select(order => order[0].Egress));
        Assert.All(firsts, order => Assert.Equal([0, 1, 0, 1, 0, 1], order.Select(route => route.Host)));
        Assert.Equal([new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(0, 0), new(0, 1)], firsts[1]);
    }

    [Theory]
    [InlineData(FailureKind.Connection, null, true)]
    [InlineData(FailureKind.Timeout, null, true)]
    [InlineData(FailureKind.ServerError, 503, true)]
    [InlineData(FailureKind.VenueBusy, 504, true)]
    [InlineData(FailureKind.BodyIncomplete, 200, false)]
    [InlineData(FailureKind.BodyTooLarge, 200, false)]
    [InlineData(FailureKind.NotJson, 200, false)]
    [InlineData(FailureKind.RateLimited, 429, false)]
    [InlineData(FailureKind.UnknownProduct, 404, false)]
    public void Only_failed_connections_timeouts_and_5xx_open_a_hosts_circuit(FailureKind kind, int? status, bool isLeftAlone)
    {
        for (var i = 0; i < 3; i++)
        {
            Leave(new Route(0, 0), new PullFailure(kind, "", status));
        }

        Assert.Equal(isLeftAlone, routes.FindRefusal(new Route(0, 0), Start) is not null);
        Assert.Null(routes.FindRefusal(new Route(0, 1), Start));
        Assert.Null(routes.FindRefusal(new Route(1, 0), Start));
    }

    [Fact]
    public void An_unusable_proxy_is_not_used_for_any_host_and_no_host_is_blamed()
    {
        Leave(new Route(1, 0), new PullFailure(FailureKind.Connection, "refused"), ProxyFault.Unusable);

        Assert.Equal(TimeSpan.FromSeconds(30), routes.FindRefusal(new Route(1, 1), Start)?.RetryAfter);
        Assert.Null(routes.FindRefusal(new Route(2, 0), Start));
        var shown = routes.Show(Start)[1];
        Assert.Equal(("10.0.0.1:3128", RouteState.Open, false), (shown.Name, shown.Standing.State, shown.IsUsable));
        Assert.All(shown.Hosts, host => Assert.Equal(RouteState.Closed, host.Standing.State));
    }

    [Fact]
    public void A_proxy_is_blamed_for_unreachable_hosts_only_if_it_reaches_none()
    {
        var cut = new PullFailure(FailureKind.Connection, "no tunnel");
        for (var i = 0; i < 3; i++)
        {
            Leave(new Route(1, 0), cut, ProxyFault.NoWay);
        }

        Assert.Null(routes.FindRefusal(new Route(1, 1), Start));
        Assert.Equal(RouteState.Open, routes.Show(Start)[1].Hosts[0].Standing.State);

        Leave(new Route(1, 1), cut);
        Assert.Null(routes.FindRefusal(new Route(1, 1), Start));

        Leave(new Route(1, 1), cut, ProxyFault.NoWay);
        Assert.Equal(RouteState.Open, routes.Show(Start)[1].Standing.State);
        Assert.Null(routes.FindRefusal(new Route(2, 1), Start));
    }

    [Fact]
    public void A_proxy_is_probed_by_one_request_after_its_rest_and_any_response_restores_it()
    {
        Leave(new Route(1, 0), new PullFailure(FailureKind.Connection, "refused"), ProxyFault.Unusable);
        var later = Start.AddSeconds(30);
        var probe = Enter(new Route(1, 0), later);
        Assert.NotNull(routes.FindRefusal(new Route(1, 1), later));

        routes.Leave(probe, later, new PullFailure(FailureKind.UnknownProduct, "", 404), ProxyFault.None);

        Assert.Null(routes.FindRefusal(new Route(1, 1), later));
        Assert.True(routes.Show(later)[1].IsUsable);
    }

    [Fact]
    public void A_host_that_blocks_an_address_is_skipped_from_there_only()
    {
        Leave(new Route(0, 0), new PullFailure(FailureKind.GeoBlocked, "restricted location", 451));

        Assert.Equal(FailureKind.GeoBlocked, routes.FindRefusal(new Route(0, 0), Start)?.Kind);
        Assert.Null(routes.FindRefusal(new Route(0, 1), Start));
        Assert.Null(routes.FindRefusal(new Route(1, 0), Start));
        Assert.Null(routes.FindRefusal(new Route(0, 0), Start.AddMinutes(10)));
        Assert.Equal(RouteState.Blocked, routes.Show(Start)[0].Hosts[0].Standing.State);
    }

    [Fact]
    public void An_abandoned_request_changes_no_state()
    {
        for (var i = 0; i < 3; i++)
        {
            Leave(new Route(0, 0), Timeout);
        }

        var later = Start.AddSeconds(15);
        routes.Abandon(Enter(new Route(0, 0), later));

        Assert.Null(routes.FindRefusal(new Route(0, 0), later));
        Assert.Equal(RouteState.Open, routes.Show(later)[0].Hosts[0].Standing.State);
    }

    [Fact]
    public void An_order_to_stop_is_shown_until_it_ends()
    {
        routes.NoteStop(new Route(2, 0), Start, new PullFailure(FailureKind.RateLimited, "slow down", 429, TimeSpan.FromDays(9_000)));

        var shown = routes.Show(Start)[2];
        Assert.Equal((RouteState.Stopped, Start + VenueBudget.RateLimitStopMax), (shown.Standing.State, shown.Standing.Until));
        Assert.Equal(RouteState.Closed, routes.Show(Start + VenueBudget.RateLimitStopMax)[2].Standing.State);
    }

    private RoutePermit Enter(Route route, DateTimeOffset now)
    {
        Assert.Null(routes.TryEnter(route, now, out var permit));
        return permit;
    }

    private void Leave(Route route, PullFailure failure, ProxyFault fault = ProxyFault.None) =>
        routes.Leave(Enter(route, Start), Start, failure, fault);
}
