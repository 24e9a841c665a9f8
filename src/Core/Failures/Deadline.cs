namespace OrderBookSilo.Core.Failures;

/// <summary>A time limit for some work, combined with a token that may end it sooner.</summary>
public sealed class Deadline : IDisposable
{
    private readonly TimeSpan timeMax;
    private readonly CancellationToken stop;
    private readonly long startedAt;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration onStop;

    /// <param name="timeMax">How long the work may take.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <param name="stop">Ends the work immediately, or after the drain time.</param>
    /// <param name="drainTimeMax">How long the work may continue after the stop, within its own time limit.</param>
    public Deadline(TimeSpan timeMax, TimeProvider time, CancellationToken stop = default, TimeSpan drainTimeMax = default)
    {
        this.timeMax = timeMax;
        Time = time;
        this.stop = stop;
        startedAt = time.GetTimestamp();
        source = new CancellationTokenSource(timeMax, time);
        onStop = stop.Register(() => Drain(drainTimeMax));
    }

    public CancellationToken Token => source.Token;

    /// <summary>The clock that measures it.</summary>
    public TimeProvider Time { get; }

    /// <summary>Whether the stop was requested, also while the work is still draining.</summary>
    public bool IsStopped => stop.IsCancellationRequested;

    /// <summary>Whether the time limit was reached without a stop.</summary>
    public bool IsTimeUp => source.IsCancellationRequested && !IsStopped;

    public void Dispose()
    {
        onStop.Dispose();
        source.Dispose();
    }

    private void Drain(TimeSpan drainTimeMax)
    {
        var left = timeMax - Time.GetElapsedTime(startedAt);
        var drainTime = left < drainTimeMax ? left : drainTimeMax;
        if (drainTime > TimeSpan.Zero)
        {
            source.CancelAfter(drainTime);
        }
        else
        {
            source.Cancel();
        }
    }
}
