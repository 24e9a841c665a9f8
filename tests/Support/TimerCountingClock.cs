using Microsoft.Extensions.Time.Testing;

namespace OrderBookSilo.Support;

/// <summary>
/// Counts created timers, which <see cref="FakeTimeProvider"/> does not expose, so that a test can tell when a service has
/// started to wait.
/// </summary>
public sealed class TimerCountingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int timersCreated;

    public int TimersCreated => Volatile.Read(ref timersCreated);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref timersCreated);
        return timer;
    }
}
