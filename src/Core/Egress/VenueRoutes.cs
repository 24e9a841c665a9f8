using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// The routes to one venue: from each of our egress addresses to each of its hosts. Decides in which order they are tried and
/// which are not used for now: a host that is down or blocks us, a proxy that cannot be reached, rejects us, or reaches no
/// host. Thread-safe.
/// </summary>
public sealed class VenueRoutes
{
    private readonly Lock sync = new();
    private readonly List<Egress> egresses;
    private readonly RouteLimits limits;
    private int turns;

    /// <param name="egresses">The names of our addresses.</param>
    /// <param name="hosts">The names of the venue's hosts, the preferred one first.</param>
    /// <param name="limits">When and for how long a route is not used.</param>
    public VenueRoutes(IEnumerable<string> egresses, IReadOnlyCollection<string> hosts, RouteLimits limits)
    {
        this.limits = limits;
        this.egresses = [.. egresses.Select(name => NewEgress(name, hosts, limits))];
    }

    public IReadOnlyList<Route> All => Order(first: 0);

    /// <summary>
    /// Every route in the order to try them: all hosts from one egress address, then from the next; each request starts with a
    /// different address.
    /// </summary>
    public IReadOnlyList<Route> NextOrder()
    {
        lock (sync)
        {
            var first = turns;
            turns = (turns + 1) % egresses.Count;
            return Order(first);
        }
    }

    /// <summary>The failure that a request would get on this route now; null when it may be sent.</summary>
    public PullFailure? FindRefusal(Route route, DateTimeOffset now)
    {
        lock (sync)
        {
            return RefusalOn(route, now);
        }
    }

    /// <summary>
    /// Permits a request unless <see cref="FindRefusal"/> refuses it; a permitted request must end in <see cref="Leave"/> or
    /// <see cref="Abandon"/>.
    /// </summary>
    /// <returns>The refusal; null when the request may be sent.</returns>
    public PullFailure? TryEnter(Route route, DateTimeOffset now, out RoutePermit permit)
    {
        lock (sync)
        {
            permit = default;
            if (RefusalOn(route, now) is { } refusal)
            {
                return refusal;
            }

            var (egress, host) = Of(route);
            egress.Circuit.TryEnter(now, out var throughEgress);
            host.Circuit.TryEnter(now, out var toHost);
            permit = new RoutePermit(route, throughEgress, toHost);
            return null;
        }
    }

    /// <summary>The request was not sent.</summary>
    public void Abandon(RoutePermit permit)
    {
        lock (sync)
        {
            var (egress, host) = Of(permit.Route);
            egress.Circuit.OnAbandoned(permit.Egress);
            host.Circuit.OnAbandoned(permit.Host);
        }
    }

    /// <summary>
    /// Learns from how a request ended: a failed connection, a timeout, a 5xx or a block; anything else counts as a response.
    /// </summary>
    /// <param name="permit">The request's permit.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="failure">Null when there was none.</param>
    /// <param name="fault">The proxy's part in it.</param>
    public void Leave(RoutePermit permit, DateTimeOffset now, PullFailure? failure, ProxyFault fault)
    {
        lock (sync)
        {
            Learn(permit, now, failure, fault);
        }
    }

    /// <summary>Records until when the venue ordered an address to stop, for display; the budgets enforce it.</summary>
    public void NoteStop(Route route, DateTimeOffset now, PullFailure failure)
    {
        lock (sync)
        {
            var egress = egresses[route.Egress];
            egress.Stop = failure;
            egress.StopEndsAt = now + VenueBudget.StopTime(failure);
        }
    }

    /// <summary>Records the weight that the venue reports as used by an address, for display.</summary>
    public void NoteUsed(Route route, int usedWeight)
    {
        lock (sync)
        {
            egresses[route.Egress].UsedWeight = usedWeight;
        }
    }

    public IReadOnlyList<EgressStanding> Show(DateTimeOffset now)
    {
        lock (sync)
        {
            return [.. egresses.Select(egress => egress.ShowAll(now))];
        }
    }

    private static Egress NewEgress(string name, IEnumerable<string> hosts, RouteLimits limits) =>
        new(name, new CircuitBreaker(limits.Proxy), [.. hosts.Select(host => new Host(host, new CircuitBreaker(limits.Host)))]);

    private PullFailure? RefusalOn(Route route, DateTimeOffset now)
    {
        var (egress, host) = Of(route);
        return egress.Circuit.FindRefusal(now) ?? host.FindRefusal(now);
    }

    private void Learn(RoutePermit permit, DateTimeOffset now, PullFailure? failure, ProxyFault fault)
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
            host.Block = failure;
            host.BlockEndsAt = now + limits.BlockTime;
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
            // One host may be down behind a working proxy; when no host can be reached, another address is better.
            egress.Circuit.OnFailure(permit.Egress, now, failure);
        }
        else
        {
            egress.Circuit.OnAbandoned(permit.Egress);
        }
    }

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

        public EgressStanding ShowAll(DateTimeOffset now)
        {
            var standing = StopEndsAt > now ? new Standing(RouteState.Stopped, Stop, StopEndsAt) : Circuit.Show(now);
            return new EgressStanding(Name, standing, UsedWeight, [.. Hosts.Select(host => host.Show(now))]);
        }
    }

    private sealed record Host(string Name, CircuitBreaker Circuit)
    {
        /// <summary>Whether the last request through this address could not reach it.</summary>
        public bool IsCutOff { get; set; }

        public PullFailure? Block { get; set; }

        public DateTimeOffset BlockEndsAt { get; set; }

        public PullFailure? FindRefusal(DateTimeOffset now) =>
            BlockEndsAt > now ? Standing.NotAsked(Block!, BlockEndsAt - now) : Circuit.FindRefusal(now);

        public HostStanding Show(DateTimeOffset now)
        {
            var standing = BlockEndsAt > now ? new Standing(RouteState.Blocked, Block, BlockEndsAt) : Circuit.Show(now);
            return new HostStanding(Name, standing, Circuit.Openings);
        }
    }
}
