namespace OrderBookSilo.Support;

/// <summary>The real clock, but faster: waits are shorter by the same factor.</summary>
public sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset startedAt = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency / factor;

    public override DateTimeOffset GetUtcNow() => startedAt + ((System.GetUtcNow() - startedAt) * factor);

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), this);

    // Rounded up, so that nothing happens early.
    private TimeSpan Shorter(TimeSpan span) =>
        span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / factor));

    private sealed class FastTimer(ITimer timer, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Shorter(dueTime), time.Shorter(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
