namespace OrderBookSilo.Grains;

/// <summary>The time that an attempt may take: its own, or once the silo is told to stop the shorter one of the drain.</summary>
internal sealed class AttemptDeadline : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration stop;

    public AttemptDeadline(TimeSpan timeMax, TimeSpan drainTimeMax, CancellationToken stopping)
    {
        source = new CancellationTokenSource(timeMax);
        stop = stopping.Register(() => source.CancelAfter(drainTimeMax));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        stop.Dispose();
        source.Dispose();
    }
}
