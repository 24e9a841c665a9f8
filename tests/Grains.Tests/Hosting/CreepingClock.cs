using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>
/// A clock that the test controls and that advances by a microsecond whenever it is read. Orleans waits for the last fraction
/// of a millisecond by reading the clock in a loop, which would never end with a clock that stands still.
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
