namespace OrderBookSilo.Core.Egress;

/// <summary>The proxy's part in a request that did not reach its host.</summary>
public enum ProxyFault
{
    /// <summary>No fault, or no proxy.</summary>
    None,

    /// <summary>The proxy did not open a tunnel to the host; either of the two may be at fault.</summary>
    NoWay,

    /// <summary>The proxy could not be reached or rejected us.</summary>
    Unusable,
}

/// <summary>A route from one of our egress addresses to one of a venue's hosts, by index.</summary>
public readonly record struct Route(int Egress, int Host);

/// <summary>Permission to send one request on a route.</summary>
public readonly record struct RoutePermit(Route Route, CircuitPermit Egress, CircuitPermit Host);

/// <param name="Host">For a host as reached from one address.</param>
/// <param name="Proxy">For a proxy that cannot be reached, rejects us, or reaches none of the hosts.</param>
/// <param name="BlockTime">How long a host that blocks an address is not asked from there.</param>
public sealed record RouteLimits(CircuitLimits Host, CircuitLimits Proxy, TimeSpan BlockTime);

/// <summary>The state of one of our egress addresses at a venue, and of the venue's hosts as reached from it.</summary>
/// <param name="UsedWeight">The weight that the venue last reported as used by the address in a minute; null when it never reported one.</param>
public sealed record EgressStanding(string Name, Standing Standing, int? UsedWeight, IReadOnlyList<HostStanding> Hosts)
{
    /// <summary>Whether any host can be asked from this address.</summary>
    public bool IsUsable => CountOf(RouteState.Closed) > 0;

    /// <summary>How many of this address's routes are in this state; a state of the address itself applies to all of them.</summary>
    public int CountOf(RouteState state)
    {
        if (Standing.State == RouteState.Closed)
        {
            return Hosts.Count(host => host.Standing.State == state);
        }

        return Standing.State == state ? Hosts.Count : 0;
    }
}

/// <summary>The state of a host as reached from one address.</summary>
/// <param name="Openings">How often it was found to be down.</param>
public sealed record HostStanding(string Name, Standing Standing, long Openings);
