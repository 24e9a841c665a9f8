namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>The real clock, moved: timers run as ever, only the time of day differs.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shiftTicks;

    /// <summary>Moves the clock so that it now shows this much after the start of a slot.</summary>
    public void ShowAfterSlotStart(TimeSpan slotLength, TimeSpan after, int slotsLater = 0)
    {
        var now = GetUtcNow();
        var start = now.AddTicks(-(now.Ticks % slotLength.Ticks));
        Shift(start + (slotLength * slotsLater) + after - now);
    }

    public void Shift(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));
}
