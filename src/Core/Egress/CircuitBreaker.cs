using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// Decides whether requests are sent to something that may be down. Several failures in a row open the breaker, for longer each
/// time; after that, one request at a time probes it, and the first response closes it. Not thread-safe.
/// </summary>
public sealed class CircuitBreaker(CircuitLimits limits)
{
    private const int RestDoublingsMax = 16;

    private int failuresInRow;
    private int rests;
    private DateTimeOffset restEndsAt;
    private DateTimeOffset probeEndsAt;
    private PullFailure? lastFailure;

    /// <summary>How often it opened after having been closed.</summary>
    public long Openings { get; private set; }

    private bool IsOpen => rests > 0;

    public Standing Show(DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return Standing.Closed;
        }

        return IsHalfOpen(now)
            ? new Standing(RouteState.Probing, lastFailure, probeEndsAt)
            : new Standing(RouteState.Open, lastFailure, restEndsAt);
    }

    /// <summary>The failure that a request would get now; null when it may be sent.</summary>
    public PullFailure? FindRefusal(DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return null;
        }

        var freeAt = probeEndsAt > restEndsAt ? probeEndsAt : restEndsAt;
        return freeAt <= now ? null : Standing.NotAsked(lastFailure!, freeAt - now);
    }

    /// <summary>
    /// Permits a request unless <see cref="FindRefusal"/> refuses it; the end of a permitted request must be reported to one of
    /// the methods below.
    /// </summary>
    public bool TryEnter(DateTimeOffset now, out CircuitPermit permit)
    {
        permit = default;
        if (FindRefusal(now) is not null)
        {
            return false;
        }

        if (IsOpen)
        {
            // If its end is never reported, another request may probe after the longest time that one can take.
            probeEndsAt = now + limits.ProbeTimeMax;
        }

        permit = new CircuitPermit(IsOpen, probeEndsAt);
        return true;
    }

    /// <summary>The request got a response, whatever its content.</summary>
    public void OnSuccess()
    {
        failuresInRow = 0;
        rests = 0;
        lastFailure = null;
        restEndsAt = default;
        probeEndsAt = default;
    }

    /// <summary>The request ended without telling anything about the target's health.</summary>
    public void OnAbandoned(CircuitPermit permit)
    {
        if (IsMine(permit))
        {
            probeEndsAt = default;
        }
    }

    /// <summary>The request failed. While the breaker is open only the probe's failure counts.</summary>
    public void OnFailure(CircuitPermit permit, DateTimeOffset now, PullFailure failure)
    {
        if (IsOpen)
        {
            if (IsMine(permit))
            {
                Rest(now, failure);
            }

            return;
        }

        failuresInRow++;
        if (failuresInRow >= limits.FailuresMax)
        {
            Openings++;
            Rest(now, failure);
        }
    }

    private void Rest(DateTimeOffset now, PullFailure failure)
    {
        var doubled = limits.RestMin.Ticks << Math.Min(rests, RestDoublingsMax);
        restEndsAt = now + TimeSpan.FromTicks(Math.Min(limits.RestMax.Ticks, doubled));
        probeEndsAt = default;
        lastFailure = failure;
        rests++;
    }

    private bool IsHalfOpen(DateTimeOffset now) => probeEndsAt > now;

    private bool IsMine(CircuitPermit permit) => permit.IsProbe && permit.ProbeEndsAt == probeEndsAt;
}

/// <summary>Permission to send one request.</summary>
/// <param name="IsProbe">Whether this request probes an open breaker.</param>
public readonly record struct CircuitPermit(bool IsProbe, DateTimeOffset ProbeEndsAt);

/// <summary>When a breaker opens, and for how long.</summary>
/// <param name="FailuresMax">Number of failures in a row that open it.</param>
/// <param name="RestMin">How long it stays open the first time; doubled each time after that.</param>
/// <param name="ProbeTimeMax">Upper bound on the duration of a request.</param>
public sealed record CircuitLimits(int FailuresMax, TimeSpan RestMin, TimeSpan RestMax, TimeSpan ProbeTimeMax);
