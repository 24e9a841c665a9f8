using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>A timer whose ticks go through the mailbox; the next tick is armed when one has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Lock _gate = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _clock;
    private TimeSpan _period;
    private TimeSpan? _changedDueTime;
    private bool _ticking;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _clock = activation.Engine.Time.CreateTimer(
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
        lock (_gate)
        {
            _period = period;
            if (_ticking)
            {
                _changedDueTime = dueTime;
            }
            else
            {
                _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _clock.Dispose();
        _activation.Disown(this);
    }

    private void Fire()
    {
        lock (_gate)
        {
            _ticking = true;
        }

        _activation.TryPost(new Tick(this));
    }

    private async Task<Exception?> TickAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return null;
        }

        lock (_gate)
        {
            _changedDueTime = null;
        }

        Exception? thrown = null;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            _activation.Engine.Log.TimerFailed(exception, _activation.Address);
            thrown = exception;
        }

        lock (_gate)
        {
            _ticking = false;
            _clock.Change(_changedDueTime ?? _period, Timeout.InfiniteTimeSpan);
        }

        return thrown;
    }

    private sealed class Tick : GrainRequest
    {
        private readonly GrainTimer _timer;

        public Tick(GrainTimer timer)
        {
            _timer = timer;
            Interleaving = timer._options.Interleave ? Interleaving.Always : Interleaving.Never;
            KeepsAlive = timer._options.KeepAlive;
            DiesWithActivation = true;
        }

        public override Task<Exception?> RunAsync(Grain grain) => _timer.TickAsync();

        public override void Refuse(Exception reason)
        {
        }
    }
}
