namespace OrderBookSilo.Simulation.World;

/// <summary>
/// The clock of one silo. Each event sets it and each wait within the event advances it; timers fire on the thread that
/// advances it. A jump makes it run ahead of or behind the true time.
/// </summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<Timer> timers = [];

    /// <summary>The true time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The latest true time of any event so far; one event may outlast the beginning of the next.</summary>
    public DateTimeOffset Latest { get; private set; }

    public TimeSpan Jump { get; set; }

    /// <summary>How far ahead the machine's clock is throughout a run, negative when it is behind.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now + Offset + Jump;

    public override long GetTimestamp() => Now.Ticks;

    public void Set(DateTimeOffset now)
    {
        timers.Clear();
        Now = now;
        Latest = now > Latest ? now : Latest;
    }

    public void Advance(TimeSpan step)
    {
        Now += step;
        Latest = Now > Latest ? Now : Latest;
        while (timers.Find(timer => timer.DueAt <= Now) is { } due)
        {
            timers.Remove(due);
            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    // One-shot: nothing that is simulated uses periodic timers.
    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.timers.Remove(this);
            if (dueTime >= TimeSpan.Zero)
            {
                DueAt = clock.Now + dueTime;
                clock.timers.Add(this);
            }

            return true;
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
