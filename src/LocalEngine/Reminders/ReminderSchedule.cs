using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Reminders;

/// <summary>One reminder at work: waits for the next scheduled time, delivers the tick, and waits again.</summary>
internal sealed class ReminderSchedule : IDisposable
{
    // Timers take some weeks at most; waking early only means waiting again.
    private const double WaitMsMax = 24 * 60 * 60 * 1000;

    private readonly Func<StoredReminder, DateTime, Task> deliver;
    private readonly TimeProvider time;
    private readonly ITimer clock;
    private DateTime due;
    private volatile bool disposed;

    public ReminderSchedule(StoredReminder reminder, TimeProvider time, Func<StoredReminder, DateTime, Task> deliver)
    {
        Reminder = reminder;
        this.time = time;
        this.deliver = deliver;
        using var none = AsyncLocals.Suppress();
        clock = time.CreateTimer(_ => _ = WakeAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        due = reminder.NextTick(Now);
        Wait();
    }

    public StoredReminder Reminder { get; }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        disposed = true;
        clock.Dispose();
    }

    private async Task WakeAsync()
    {
        if (Now >= due && !disposed)
        {
            await deliver(Reminder, Now);
            due = Reminder.NextTick(Later(due, Now) + TimeSpan.FromTicks(1));
        }

        Wait();
    }

    // Timers count whole milliseconds: rounding up wakes once, just after the time.
    private void Wait()
    {
        var wait = Math.Clamp(Math.Ceiling((due - Now).TotalMilliseconds), 0, WaitMsMax);
        clock.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
