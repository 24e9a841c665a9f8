using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>The attempts that a market's slot has had, and when its next one is made; pure.</summary>
/// <param name="Count">Attempts that were begun.</param>
/// <param name="LastFailure">How the last one failed; null when it got a book or when the venue was not asked.</param>
public readonly record struct SlotAttempts(Slot Slot, int Count, PullFailure? LastFailure)
{
    /// <summary>One more attempt, of this slot.</summary>
    public SlotAttempts NextIn(Slot slot) => slot == Slot ? this with { Count = Count + 1 } : new SlotAttempts(slot, 1, null);

    /// <summary>Time to wait for the next attempt: the slot's own when it is not done and may still be, else the first of the next slot.</summary>
    /// <param name="schedule">The market's.</param>
    /// <param name="offsetKey">What the market's place in the slot is hashed from.</param>
    /// <param name="now">The present.</param>
    /// <param name="isDone">Whether the present slot has its book.</param>
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

        // A slot that is not done without a failure waits for a store. The regular check looks at it again, and at what failed too often.
        var nextCheck = schedule.NextCheck(now, offsetKey) - now;
        if (LastFailure is not { } failure)
        {
            return nextCheck;
        }

        var retry = RetryPolicy.NextDelay(failure, Count, slot.End - now, jitter);
        return retry is null && RetryPolicy.MayPass(failure) ? nextCheck : retry;
    }
}
