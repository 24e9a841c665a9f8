using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// Whether something that may be dead is worth asking. After several failures in a row it is left alone, each time for longer; then
/// one request at a time tries it, and the first answer ends that. Not thread-safe.
/// </summary>
public sealed class Circuit(CircuitLimits limits)
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
        : new Standing(probeEndsAt > now ? WayState.Probing : WayState.Open, lastFailure, probeEndsAt > now ? probeEndsAt : restEndsAt);

    /// <summary>The failure that a request would get; null when it may go.</summary>
    public PullFailure? FindRefusal(DateTimeOffset now)
    {
        var freeAt = !IsOpen ? now : probeEndsAt > restEndsAt ? probeEndsAt : restEndsAt;
        return freeAt <= now ? null : Standing.NotAsked(lastFailure!, freeAt - now);
    }

    /// <summary>Lets a request go that <see cref="FindRefusal"/> has nothing against; it must end in one of the following.</summary>
    public CircuitPermit Enter(DateTimeOffset now)
    {
        if (IsOpen)
        {
            // Should its end never be told, another may try after the time that a request can take.
            probeEndsAt = now + limits.ProbeTimeMax;
        }

        return new CircuitPermit(IsOpen, probeEndsAt);
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered()
    {
        (failuresInRow, rests, lastFailure) = (0, 0, null);
        (restEndsAt, probeEndsAt) = (default, default);
    }

    /// <summary>The request came to nothing that tells anything of it.</summary>
    public void Unknown(CircuitPermit permit)
    {
        if (IsMine(permit))
        {
            probeEndsAt = default;
        }
    }

    /// <summary>It failed; of an open one only the request that tried it says something new.</summary>
    public void Failed(CircuitPermit permit, DateTimeOffset now, PullFailure failure)
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
