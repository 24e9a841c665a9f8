using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>The attempts made for a market's slot, and when the next one is due; pure.</summary>
/// <param name="Count">Number of attempts that were started.</param>
/// <param name="LastFailure">The failure of the last attempt; null when it got a book or no request was sent.</param>
public readonly record struct SlotAttempts(Slot Slot, int Count, PullFailure? LastFailure)
{
    /// <summary>Counts another attempt, for this slot.</summary>
    public SlotAttempts NextIn(Slot slot) => slot == Slot ? this with { Count = Count + 1 } : new SlotAttempts(slot, 1, null);

    /// <summary>
    /// The time until the next attempt: a retry of the current slot while that may succeed, otherwise the first attempt of the
    /// next slot.
    /// </summary>
    /// <param name="schedule">The market's schedule.</param>
    /// <param name="offsetKey">The key from which the market's offset in the slot is derived.</param>
    /// <param name="now">The current time.</param>
    /// <param name="isDone">Whether the current slot has its book.</param>
    /// <param name="jitter">Spreads retries.</param>
    public TimeSpan NextDelay(SlotSchedule schedule, string offsetKey, DateTimeOffset now, bool isDone, Random jitter) =>
        (isDone ? null : RetryDelay(schedule, offsetKey, now, jitter)) ?? schedule.NextFirstAttempt(now, offsetKey) - now;

    private TimeSpan? RetryDelay(SlotSchedule schedule, string offsetKey, DateTimeOffset now, Random jitter)
    {
        var slot = schedule.SlotAt(now);
        if (Slot != slot)
        {
            return TimeSpan.Zero;
        }

        // A slot that is not done and has no failure waits for a store. The regular check retries it, and slots that failed too often.
        var nextCheck = schedule.NextCheck(now, offsetKey) - now;
        if (LastFailure is not { } failure)
        {
            return nextCheck;
        }

        // Asking again soon does not set a clock.
        if (failure.Kind == FailureKind.Clock)
        {
            return nextCheck;
        }

        var retry = RetryPolicy.NextDelay(failure, Count, slot.End - now, jitter);
        return retry is null && RetryPolicy.MayPass(failure) ? nextCheck : retry;
    }
}
