using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>
/// A clock that the test moves and that creeps on by a microsecond whenever it is read. Orleans waits out the last fraction
/// of a millisecond by reading the clock again and again, which on one that stands still never ends.
/// </summary>
internal sealed class CreepingClock : TimeProvider
{
    private readonly FakeTimeProvider moved = new(Some.Hour);
    private long readings;

    public override long TimestampFrequency => moved.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => moved.GetUtcNow() + TimeSpan.FromMicroseconds(Interlocked.Increment(ref readings));

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        moved.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan step) => moved.Advance(step);
}
