namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

/// <summary>A service with one instance per activation.</summary>
public sealed class ScopedThing : IDisposable
{
    private static int made;

    public int Number { get; } = Interlocked.Increment(ref made);

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}
