namespace OrderBookSilo.Core.Egress;

/// <summary>A proxy's part in a request that did not reach its host.</summary>
public enum ProxyFault
{
    /// <summary>Nothing, or there is none.</summary>
    None,

    /// <summary>It did not open a tunnel to the host; either of the two may be at fault.</summary>
    NoWay,

    /// <summary>It could not be reached, or does not accept us.</summary>
    Unusable,
}

/// <summary>From one of our egress addresses to one of a venue's hosts, by index.</summary>
public readonly record struct Route(int Egress, int Host);

/// <summary>Permission to send one request on a route.</summary>
public readonly record struct RoutePermit(Route Route, CircuitPermit Egress, CircuitPermit Host);

/// <param name="Host">Of a host as reached from one address.</param>
/// <param name="Proxy">Of a proxy that cannot be reached, does not accept us, or reaches none of the hosts.</param>
/// <param name="BlockTime">How long a host that will not serve us from an address is not asked from there.</param>
public sealed record RouteLimits(CircuitLimits Host, CircuitLimits Proxy, TimeSpan BlockTime);

/// <summary>The state of one of our egress addresses at a venue, and of the venue's hosts as reached from it.</summary>
/// <param name="UsedWeight">The weight that the venue last said the address had used in a minute; null when it never said.</param>
public sealed record EgressStanding(string Name, Standing Standing, int? UsedWeight, IReadOnlyList<HostStanding> Hosts)
{
    /// <summary>Whether a host can be asked from here.</summary>
    public bool IsUsable => CountOf(RouteState.Closed) > 0;

    /// <summary>How many of the routes from here are in this state; what holds for the address holds for all of them.</summary>
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
/// <param name="Openings">Times it was found to be down.</param>
public sealed record HostStanding(string Name, Standing Standing, long Openings);
