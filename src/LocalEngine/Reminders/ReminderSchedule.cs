using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Reminders;

/// <summary>One reminder at work: waits for the next scheduled time, delivers the tick, and waits again.</summary>
internal sealed class ReminderSchedule : IDisposable
{
    // A timer takes no longer wait; waking early only means waiting again.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

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
        WaitFor(reminder.NextTick(Now));
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

        WaitFor(due);
    }

    private void WaitFor(DateTime due)
    {
        this.due = due;
        var wait = due - Now;
        clock.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < WaitMax ? wait : WaitMax, Timeout.InfiniteTimeSpan);
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
