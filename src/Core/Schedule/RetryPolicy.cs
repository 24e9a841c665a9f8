using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>Decides whether and when a slot is retried after a failed attempt; pure.</summary>
public static class RetryPolicy
{
    /// <summary>Attempts of a slot in quick succession, including the first; after that, only the regular check retries.</summary>
    public const int AttemptsMax = 8;

    private const double JitterShare = 0.2;

    private static readonly TimeSpan JitterMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(5);

    /// <summary>Whether another attempt in the same slot may succeed.</summary>
    public static bool MayPass(PullFailure failure) =>
        failure.RetryClass is RetryClass.Retryable or RetryClass.DefectiveData
        || (failure.Kind == FailureKind.Banned && failure.RetryAfter is not null);

    /// <summary>
    /// The time to wait before the next attempt of the same slot, or null when it should not be retried. Delays double, respect
    /// the venue's requested wait, and have jitter so that its markets do not all return at once. A permanent or blocked
    /// failure waits for the next slot.
    /// </summary>
    /// <param name="attempts">Number of attempts of this slot that have ended.</param>
    /// <param name="left">Remaining time of the slot.</param>
    public static TimeSpan? NextDelay(PullFailure failure, int attempts, TimeSpan left, Random random)
    {
        // The venue answered: asking it again in quick succession makes no room on a disk.
        if (!MayPass(failure) || failure.Kind == FailureKind.DiskFull || attempts >= AttemptsMax)
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
