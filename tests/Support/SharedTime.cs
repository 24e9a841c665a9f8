using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Support;

/// <summary>The clock that silos share, where a test sets it: behind a clock by as much as that one is ahead.</summary>
public sealed class SharedTime(TimeProvider clock) : IReferenceTime
{
    /// <summary>How far the clock is ahead of this one.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Whether it was never read.</summary>
    public bool IsUnknown { get; set; }

    public DateTimeOffset? Now => IsUnknown ? null : clock.GetUtcNow() - Ahead;

    /// <summary>A comparison of a clock with one that shows the same.</summary>
    public static ClockOffset Right(TimeProvider clock) => new(new SharedTime(clock), ClockLimit.Default, clock);

    public Task ReadAsync(CancellationToken cancel) => Task.CompletedTask;
}
