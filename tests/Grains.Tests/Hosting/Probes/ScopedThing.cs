namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

/// <summary>A service of which each activation gets its own.</summary>
public sealed class ScopedThing
{
    private static int created;

    public int Number { get; } = Interlocked.Increment(ref created);
}
