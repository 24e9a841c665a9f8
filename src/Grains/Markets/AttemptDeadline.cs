namespace OrderBookSilo.Grains.Markets;

/// <summary>The time that an attempt may take: its own, or what the drain leaves once the silo is told to stop, whichever ends first.</summary>
internal sealed class AttemptDeadline : IDisposable
{
    private readonly CancellationTokenSource drain = new();
    private readonly CancellationTokenSource linked;
    private readonly CancellationTokenRegistration stop;

    public AttemptDeadline(TimeSpan timeMax, TimeSpan drainTimeMax, CancellationToken stopping)
    {
        linked = CancellationTokenSource.CreateLinkedTokenSource(drain.Token);
        linked.CancelAfter(timeMax);
        stop = stopping.Register(() => drain.CancelAfter(drainTimeMax));
    }

    public CancellationToken Token => linked.Token;

    public void Dispose()
    {
        stop.Dispose();
        linked.Dispose();
        drain.Dispose();
    }
}
