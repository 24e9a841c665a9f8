using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>A timer whose ticks go through the mailbox; the next tick is armed when one has ended.</summary>
internal sealed class GrainTimer : GrainRequest, IGrainTimer
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource disposed = new();
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly ITimer clock;
    private readonly CancellationTokenRegistration endOfLife;
    private TimeSpan period;
    private TimeSpan? changedDueTime;
    private bool ticking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.callback = callback;
        Interleaving = options.Interleave ? Interleaving.Always : Interleaving.Never;
        KeepsAlive = options.KeepAlive;
        DiesWithActivation = true;
        using var none = AsyncLocals.Suppress();
        clock = activation.Engine.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        endOfLife = activation.EndOfLife.Register(Dispose);
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            this.period = period;
            changedDueTime = dueTime;
            if (!ticking)
            {
                clock.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        disposed.Cancel();
        clock.Dispose();
        endOfLife.Unregister();
    }

    public override async Task<Exception?> RunAsync(Grain grain)
    {
        changedDueTime = null;
        try
        {
            await (disposed.IsCancellationRequested ? Task.CompletedTask : callback(disposed.Token));
            return null;
        }
        catch (Exception exception)
        {
            activation.Engine.Log.TimerFailed(exception, activation.Address);
            return exception;
        }
        finally
        {
            Rearm();
        }
    }

    public override void Refuse(Exception reason)
    {
        // Nobody waits for a tick.
    }

    private void Fire()
    {
        lock (gate)
        {
            ticking = true;
        }

        activation.TryPost(this);
    }

    private void Rearm()
    {
        lock (gate)
        {
            ticking = false;
            clock.Change(changedDueTime ?? period, Timeout.InfiniteTimeSpan);
        }
    }
}
