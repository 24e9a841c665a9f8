using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// The routes to one venue: each of our egress addresses to each of its hosts. Says in which order they are tried, and which are left
/// alone: a host that is dead or will not serve us, a proxy that cannot be connected to, does not know us, or reaches no host. Not thread-safe.
/// </summary>
public sealed class VenueRoutes
{
    private readonly List<Egress> egresses;
    private readonly RouteLimits limits;
    private int turns;

    /// <param name="egresses">What our addresses are called.</param>
    /// <param name="hosts">What the venue's hosts are called, the preferred one first.</param>
    /// <param name="limits">When and for how long something is left alone.</param>
    public VenueRoutes(IEnumerable<string> egresses, IReadOnlyCollection<string> hosts, RouteLimits limits)
    {
        this.limits = limits;
        this.egresses = [.. egresses.Select(name => new Egress(name, new CircuitBreaker(limits.Proxy), [.. hosts.Select(host => new Host(host, new CircuitBreaker(limits.Host)))]))];
    }

    public IReadOnlyList<Route> All => Order(first: 0);

    /// <summary>Every route in the order to try them: all hosts from one egress address, then from the next; each request begins with another address.</summary>
    public IReadOnlyList<Route> NextOrder()
    {
        var first = turns;
        turns = (turns + 1) % egresses.Count;
        return Order(first);
    }

    /// <summary>The failure that a request would get on this route; null when it may go.</summary>
    public PullFailure? FindRefusal(Route route, DateTimeOffset now)
    {
        var (egress, host) = Of(route);
        return egress.Circuit.FindRefusal(now)
            ?? (host.BlockEndsAt > now ? Standing.NotAsked(host.Block!, host.BlockEndsAt - now) : host.Circuit.FindRefusal(now));
    }

    /// <summary>
    /// Lets a request go unless <see cref="FindRefusal"/> is against it; one that goes must end in <see cref="Leave"/> or
    /// <see cref="Abandon"/>.
    /// </summary>
    /// <returns>The refusal; null when the request may go.</returns>
    public PullFailure? TryEnter(Route route, DateTimeOffset now, out RoutePermit permit)
    {
        permit = default;
        if (FindRefusal(route, now) is { } refusal)
        {
            return refusal;
        }

        var (egress, host) = Of(route);
        egress.Circuit.TryEnter(now, out var throughEgress);
        host.Circuit.TryEnter(now, out var toHost);
        permit = new RoutePermit(route, throughEgress, toHost);
        return null;
    }

    /// <summary>Nothing was asked.</summary>
    public void Abandon(RoutePermit permit)
    {
        var (egress, host) = Of(permit.Route);
        egress.Circuit.OnAbandoned(permit.Egress);
        host.Circuit.OnAbandoned(permit.Host);
    }

    /// <summary>Takes notice of what a request came to: of a failed connection, a timeout or a 5xx, of a block, and of whatever else as an answer.</summary>
    /// <param name="permit">The request's.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="failure">Null when it was none.</param>
    /// <param name="fault">What the proxy had to do with it.</param>
    public void Leave(RoutePermit permit, DateTimeOffset now, PullFailure? failure, ProxyFault fault)
    {
        var (egress, host) = Of(permit.Route);
        if (fault == ProxyFault.Unusable)
        {
            egress.Circuit.OnFailure(permit.Egress, now, failure!);
            host.Circuit.OnAbandoned(permit.Host);
            return;
        }

        if (failure?.Kind == FailureKind.GeoBlocked)
        {
            (host.Block, host.BlockEndsAt) = (failure, now + limits.BlockTime);
        }

        if (failure is not null && IsOutage(failure))
        {
            host.Circuit.OnFailure(permit.Host, now, failure);
        }
        else
        {
            host.Circuit.OnSuccess();
        }

        host.IsCutOff = fault == ProxyFault.NoWay;
        if (failure is null || failure.HttpStatus is not null)
        {
            egress.Circuit.OnSuccess();
        }
        else if (egress.Hosts.All(each => each.IsCutOff))
        {
            // One host may be dead behind a proxy that works; where none can be reached, another address is worth more.
            egress.Circuit.OnFailure(permit.Egress, now, failure);
        }
        else
        {
            egress.Circuit.OnAbandoned(permit.Egress);
        }
    }

    /// <summary>Remembers until when the venue told an address to stop, so that it can be shown; the budgets are what hold it.</summary>
    public void NoteStop(Route route, DateTimeOffset now, PullFailure failure)
    {
        var egress = egresses[route.Egress];
        (egress.Stop, egress.StopEndsAt) = (failure, now + VenueBudget.StopTime(failure));
    }

    /// <summary>Remembers what the venue says an address has used, so that it can be shown.</summary>
    public void NoteUsed(Route route, int usedWeight) => egresses[route.Egress].UsedWeight = usedWeight;

    public IReadOnlyList<EgressStanding> Show(DateTimeOffset now) =>
        [.. egresses.Select(egress => new EgressStanding(egress.Name, egress.Show(now), egress.UsedWeight, [.. egress.Hosts.Select(host => new HostStanding(host.Name, host.Show(now), host.Circuit.Openings))]))];

    private IReadOnlyList<Route> Order(int first) =>
    [
        .. Enumerable.Range(0, egresses.Count)
            .Select(step => (first + step) % egresses.Count)
            .SelectMany(egress => Enumerable.Range(0, egresses[egress].Hosts.Count).Select(host => new Route(egress, host))),
    ];

    private static bool IsOutage(PullFailure failure) =>
        failure.Kind is FailureKind.Connection or FailureKind.Timeout or FailureKind.ServerError || failure.HttpStatus >= 500;

    private (Egress Egress, Host Host) Of(Route route) => (egresses[route.Egress], egresses[route.Egress].Hosts[route.Host]);

    private sealed record Egress(string Name, CircuitBreaker Circuit, IReadOnlyList<Host> Hosts)
    {
        public PullFailure? Stop { get; set; }

        public DateTimeOffset StopEndsAt { get; set; }

        public int? UsedWeight { get; set; }

        public Standing Show(DateTimeOffset now) =>
            StopEndsAt > now ? new Standing(RouteState.Stopped, Stop, StopEndsAt) : Circuit.Show(now);
    }

    private sealed record Host(string Name, CircuitBreaker Circuit)
    {
        /// <summary>Whether the last request through this address could not reach it.</summary>
        public bool IsCutOff { get; set; }

        public PullFailure? Block { get; set; }

        public DateTimeOffset BlockEndsAt { get; set; }

        public Standing Show(DateTimeOffset now) =>
            BlockEndsAt > now ? new Standing(RouteState.Blocked, Block, BlockEndsAt) : Circuit.Show(now);
    }
}

/// <summary>What a proxy had to do with a request that did not reach its host.</summary>
public enum ProxyFault
{
    /// <summary>Nothing, or there is none.</summary>
    None,

    /// <summary>It did not open a tunnel to the host; either of the two may be at fault.</summary>
    NoWay,

    /// <summary>It could not be connected to, or does not know us.</summary>
    Unusable,
}

/// <summary>From one of our egress addresses to one of a venue's hosts, by their places.</summary>
public readonly record struct Route(int Egress, int Host);

/// <summary>Leave to make one request on a route.</summary>
public readonly record struct RoutePermit(Route Route, CircuitPermit Egress, CircuitPermit Host);

/// <param name="Host">Of a host as reached from one address.</param>
/// <param name="Proxy">Of a proxy that cannot be connected to, does not know us, or reaches none of the hosts.</param>
/// <param name="BlockTime">How long a host that will not serve us from an address is left alone there.</param>
public sealed record RouteLimits(CircuitLimits Host, CircuitLimits Proxy, TimeSpan BlockTime);

/// <summary>How one of our egress addresses stands with a venue, and how the venue's hosts do from there.</summary>
/// <param name="UsedWeight">What the venue last said the address had used in a minute; null when it never did.</param>
public sealed record EgressStanding(string Name, Standing Standing, int? UsedWeight, IReadOnlyList<HostStanding> Hosts)
{
    /// <summary>Whether a host can be asked from here.</summary>
    public bool IsUsable => CountOf(RouteState.Closed) > 0;

    /// <summary>How many of the routes from here are in this state; what holds for the address holds for all of them.</summary>
    public int CountOf(RouteState state) =>
        Standing.State == RouteState.Closed ? Hosts.Count(host => host.Standing.State == state) : Standing.State == state ? Hosts.Count : 0;
}

/// <summary>How a host stands as reached from one address.</summary>
/// <param name="Openings">How often it was found dead.</param>
public sealed record HostStanding(string Name, Standing Standing, long Openings);
