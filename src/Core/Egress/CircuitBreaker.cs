using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// Whether something that may be dead is worth asking. After several failures in a row it is left alone, each time for longer; then
/// one request at a time tries it, and the first answer ends that. Not thread-safe.
/// </summary>
public sealed class CircuitBreaker(CircuitLimits limits)
{
    private int failuresInRow;
    private int rests;
    private DateTimeOffset restEndsAt;
    private DateTimeOffset probeEndsAt;
    private PullFailure? lastFailure;

    /// <summary>How often it has opened after having been closed.</summary>
    public long Openings { get; private set; }

    private bool IsOpen => rests > 0;

    /// <summary>What is to be said of it now.</summary>
    public Standing Show(DateTimeOffset now) =>
        !IsOpen ? Standing.Closed
        : IsHalfOpen(now) ? new Standing(RouteState.Probing, lastFailure, probeEndsAt)
        : new Standing(RouteState.Open, lastFailure, restEndsAt);

    /// <summary>The failure that a request would get; null when it may go.</summary>
    public PullFailure? FindRefusal(DateTimeOffset now)
    {
        var freeAt = !IsOpen ? now : probeEndsAt > restEndsAt ? probeEndsAt : restEndsAt;
        return freeAt <= now ? null : Standing.NotAsked(lastFailure!, freeAt - now);
    }

    /// <summary>Lets a request go unless <see cref="FindRefusal"/> is against it; one that goes must end in one of the following.</summary>
    public bool TryEnter(DateTimeOffset now, out CircuitPermit permit)
    {
        permit = default;
        if (FindRefusal(now) is not null)
        {
            return false;
        }

        if (IsOpen)
        {
            // If its end is never reported, another request may try after the time that one can take.
            probeEndsAt = now + limits.ProbeTimeMax;
        }

        permit = new CircuitPermit(IsOpen, probeEndsAt);
        return true;
    }

    /// <summary>It answered, whatever it said.</summary>
    public void OnSuccess()
    {
        (failuresInRow, rests, lastFailure) = (0, 0, null);
        (restEndsAt, probeEndsAt) = (default, default);
    }

    /// <summary>The request came to nothing that tells anything of it.</summary>
    public void OnAbandoned(CircuitPermit permit)
    {
        if (IsMine(permit))
        {
            probeEndsAt = default;
        }
    }

    /// <summary>It failed; of an open one only the request that tried it says something new.</summary>
    public void OnFailure(CircuitPermit permit, DateTimeOffset now, PullFailure failure)
    {
        if (IsOpen ? !IsMine(permit) : ++failuresInRow < limits.FailuresMax)
        {
            return;
        }

        Openings += IsOpen ? 0 : 1;
        restEndsAt = now + TimeSpan.FromTicks(Math.Min(limits.RestMax.Ticks, limits.RestMin.Ticks << Math.Min(rests, 16)));
        probeEndsAt = default;
        lastFailure = failure;
        rests++;
    }

    private bool IsHalfOpen(DateTimeOffset now) => probeEndsAt > now;

    private bool IsMine(CircuitPermit permit) => permit.IsProbe && permit.ProbeEndsAt == probeEndsAt;
}

/// <summary>Leave to make one request.</summary>
/// <param name="IsProbe">Whether it is the one that tries what was left alone.</param>
public readonly record struct CircuitPermit(bool IsProbe, DateTimeOffset ProbeEndsAt);

/// <summary>When something is left alone, and for how long.</summary>
/// <param name="FailuresMax">This many failures in a row open a circuit.</param>
/// <param name="RestMin">The first rest; each following one is twice as long.</param>
/// <param name="ProbeTimeMax">No request takes longer.</param>
public sealed record CircuitLimits(int FailuresMax, TimeSpan RestMin, TimeSpan RestMax, TimeSpan ProbeTimeMax);
