namespace OrderBookSilo.LocalEngine.Reminders;

/// <summary>One reminder at work: waits for the next scheduled time, delivers the tick, and waits again.</summary>
internal sealed class ReminderSchedule : IDisposable
{
    // A timer takes no longer wait; waking early only means waiting again.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    private readonly Func<StoredReminder, DateTime, Task> _deliver;
    private readonly TimeProvider _time;
    private readonly ITimer _clock;
    private DateTime _due;
    private volatile bool _disposed;

    public ReminderSchedule(StoredReminder reminder, TimeProvider time, Func<StoredReminder, DateTime, Task> deliver)
    {
        Reminder = reminder;
        _time = time;
        _deliver = deliver;
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _clock = time.CreateTimer(_ => _ = WakeAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        WaitFor(reminder.NextTick(Now));
    }

    public StoredReminder Reminder { get; }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _disposed = true;
        _clock.Dispose();
    }

    private async Task WakeAsync()
    {
        if (Now >= _due && !_disposed)
        {
            await _deliver(Reminder, Now);
            _due = Reminder.NextTick(Later(_due, Now) + TimeSpan.FromTicks(1));
        }

        WaitFor(_due);
    }

    private void WaitFor(DateTime due)
    {
        _due = due;
        var wait = due - Now;
        _clock.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < WaitMax ? wait : WaitMax, Timeout.InfiniteTimeSpan);
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
