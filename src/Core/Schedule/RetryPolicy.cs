using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>Whether and when a slot is tried again after a failed attempt; pure.</summary>
public static class RetryPolicy
{
    /// <summary>Attempts of a slot in quick succession, the first included; after them the regular check asks again.</summary>
    public const int AttemptsMax = 8;

    private const double JitterShare = 0.2;

    private static readonly TimeSpan JitterMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(5);

    /// <summary>Whether asking again within the slot may end otherwise.</summary>
    public static bool MayPass(PullFailure failure) =>
        failure.RetryClass is RetryClass.Retryable or RetryClass.DefectiveData
        || (failure.Kind == FailureKind.Banned && failure.RetryAfter is not null);

    /// <summary>
    /// Time to wait before the next attempt of the same slot, or null when it should not be tried again: doubling delays
    /// never sooner than the venue asked for, with jitter so that its markets do not come back all at once. A permanent or blocked failure waits for the next slot.
    /// </summary>
    /// <param name="attempts">Attempts of this slot that have ended.</param>
    /// <param name="left">Time left of the slot.</param>
    public static TimeSpan? NextDelay(PullFailure failure, int attempts, TimeSpan left, Random random)
    {
        if (!MayPass(failure) || attempts >= AttemptsMax)
        {
            return null;
        }

        var doubled = TimeSpan.FromTicks(Math.Min(DelayMax.Ticks, FirstDelay.Ticks << Math.Min(attempts - 1, 16)));
        var delay = failure.RetryAfter is { } asked && asked > doubled ? asked : doubled;
        var jitter = delay * (JitterShare * random.NextDouble());
        var jittered = delay + (jitter < JitterMax ? jitter : JitterMax);
        if (jittered < left)
        {
            return jittered;
        }

        return delay < left ? delay : null;
    }
}
