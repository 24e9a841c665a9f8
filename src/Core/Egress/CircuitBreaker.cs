using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// Decides whether something that may be down is asked. Several failures in a row open the breaker, each time for longer; then one
/// request at a time probes it, and the first answer closes it. Not thread-safe.
/// </summary>
public sealed class CircuitBreaker(CircuitLimits limits)
{
    private const int RestDoublingsMax = 16;

    private int failuresInRow;
    private int rests;
    private DateTimeOffset restEndsAt;
    private DateTimeOffset probeEndsAt;
    private PullFailure? lastFailure;

    /// <summary>Times it opened after having been closed.</summary>
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

    /// <summary>The failure that a request would get; null when it may be sent.</summary>
    public PullFailure? FindRefusal(DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return null;
        }

        var freeAt = probeEndsAt > restEndsAt ? probeEndsAt : restEndsAt;
        return freeAt <= now ? null : Standing.NotAsked(lastFailure!, freeAt - now);
    }

    /// <summary>Permits a request unless <see cref="FindRefusal"/> refuses it; a permitted one must end in one of the following.</summary>
    public bool TryEnter(DateTimeOffset now, out CircuitPermit permit)
    {
        permit = default;
        if (FindRefusal(now) is not null)
        {
            return false;
        }

        if (IsOpen)
        {
            // Should its end never be reported, another request may probe after the longest time that one can take.
            probeEndsAt = now + limits.ProbeTimeMax;
        }

        permit = new CircuitPermit(IsOpen, probeEndsAt);
        return true;
    }

    /// <summary>It answered, whatever it said.</summary>
    public void OnSuccess()
    {
        failuresInRow = 0;
        rests = 0;
        lastFailure = null;
        restEndsAt = default;
        probeEndsAt = default;
    }

    /// <summary>The request ended in a way that says nothing about it.</summary>
    public void OnAbandoned(CircuitPermit permit)
    {
        if (IsMine(permit))
        {
            probeEndsAt = default;
        }
    }

    /// <summary>It failed. While the breaker is open only the probe's failure counts.</summary>
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
/// <param name="IsProbe">Whether it is the one that probes an open breaker.</param>
public readonly record struct CircuitPermit(bool IsProbe, DateTimeOffset ProbeEndsAt);

/// <summary>When a breaker opens, and for how long.</summary>
/// <param name="FailuresMax">This many failures in a row open it.</param>
/// <param name="RestMin">The first rest; each following one is twice as long.</param>
/// <param name="ProbeTimeMax">No request takes longer.</param>
public sealed record CircuitLimits(int FailuresMax, TimeSpan RestMin, TimeSpan RestMax, TimeSpan ProbeTimeMax);
