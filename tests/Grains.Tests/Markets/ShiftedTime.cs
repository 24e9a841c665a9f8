namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A running clock with an offset: timers run as usual, only the time of day differs.</summary>
internal sealed class ShiftedTime(TimeProvider clock) : TimeProvider
{
    private long shiftTicks;

    public ShiftedTime()
        : this(System)
    {
    }

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>Moves the clock so that it now shows this much after the start of a slot.</summary>
    public void ShowAfterSlotStart(TimeSpan slotLength, TimeSpan after, int slotsLater = 0)
    {
        var now = GetUtcNow();
        var start = now.AddTicks(-(now.Ticks % slotLength.Ticks));
        Shift(start + (slotLength * slotsLater) + after - now);
    }

    public void Shift(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
