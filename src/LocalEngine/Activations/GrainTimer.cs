using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>A timer whose ticks go through the mailbox; the next tick is armed when one has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Lock gate = new();
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly CancellationTokenSource disposed = new();
    private readonly ITimer clock;
    private TimeSpan period;
    private TimeSpan? changedDueTime;
    private bool ticking;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        period = options.Period;
        using var none = AsyncLocals.Suppress();
        clock = activation.Engine.Time.CreateTimer(
            _ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public static IGrainTimer Start(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(activation, callback, options);
        activation.Own(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            this.period = period;
            if (ticking)
            {
                changedDueTime = dueTime;
            }
            else
            {
                clock.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        disposed.Cancel();
        clock.Dispose();
        activation.Disown(this);
    }

    private void Fire()
    {
        lock (gate)
        {
            ticking = true;
        }

        activation.TryPost(new Tick(this));
    }

    private async Task<Exception?> TickAsync()
    {
        if (disposed.IsCancellationRequested)
        {
            return null;
        }

        lock (gate)
        {
            changedDueTime = null;
        }

        Exception? thrown = null;
        try
        {
            await callback(disposed.Token);
        }
        catch (Exception exception)
        {
            activation.Engine.Log.TimerFailed(exception, activation.Address);
            thrown = exception;
        }

        lock (gate)
        {
            ticking = false;
            clock.Change(changedDueTime ?? period, Timeout.InfiniteTimeSpan);
        }

        return thrown;
    }

    private sealed class Tick : GrainRequest
    {
        private readonly GrainTimer timer;

        public Tick(GrainTimer timer)
        {
            this.timer = timer;
            Interleaving = timer.options.Interleave ? Interleaving.Always : Interleaving.Never;
            KeepsAlive = timer.options.KeepAlive;
            DiesWithActivation = true;
        }

        public override Task<Exception?> RunAsync(Grain grain) => timer.TickAsync();

        public override void Refuse(Exception reason)
        {
        }
    }
}
