using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>The state of something on the route to a venue.</summary>
public enum RouteState
{
    /// <summary>In use.</summary>
    Closed,

    /// <summary>Not used for now because it failed too often.</summary>
    Open,

    /// <summary>Was not used, and one request is trying it now.</summary>
    Probing,

    /// <summary>The host blocks this address.</summary>
    Blocked,

    /// <summary>The venue ordered this address to stop.</summary>
    Stopped,
}

/// <summary>The state of something on the route to a venue, with the reason and the end time unless it is in use.</summary>
public readonly record struct Standing(RouteState State, PullFailure? Failure, DateTimeOffset? Until)
{
    public static readonly Standing Closed = new(RouteState.Closed, null, null);

    /// <summary>The failure of a request that was not sent because of an earlier failure.</summary>
    public static PullFailure NotAsked(PullFailure earlier, TimeSpan left) =>
        new(earlier.Kind, $"not asked for another {left.TotalSeconds:0} s: {earlier.Message}", null, left);
}
