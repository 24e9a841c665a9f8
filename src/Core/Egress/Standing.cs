using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>Whether something on the route to a venue is used.</summary>
public enum RouteState
{
    /// <summary>It is used.</summary>
    Closed,

    /// <summary>It failed too often and is left alone.</summary>
    Open,

    /// <summary>It was left alone, and one request is trying it.</summary>
    Probing,

    /// <summary>The host will not serve us from there.</summary>
    Blocked,

    /// <summary>The venue told this address to stop.</summary>
    Stopped,
}

/// <summary>The state of something on the route to a venue; why and until when, unless it is used.</summary>
public readonly record struct Standing(RouteState State, PullFailure? Failure, DateTimeOffset? Until)
{
    public static readonly Standing Closed = new(RouteState.Closed, null, null);

    /// <summary>The failure of a request that was not made because of an earlier one.</summary>
    public static PullFailure NotAsked(PullFailure earlier, TimeSpan left) =>
        new(earlier.Kind, $"not asked for another {left.TotalSeconds:0} s: {earlier.Message}", null, left);
}
