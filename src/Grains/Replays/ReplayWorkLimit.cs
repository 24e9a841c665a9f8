using Microsoft.Extensions.Hosting;

namespace OrderBookSilo.Grains.Replays;

/// <summary>How many pages of replays a silo does at a time: one for each processor, and few enough that pulls find a connection to the database.</summary>
public sealed class ReplayWorkLimit(IHostApplicationLifetime lifetime) : IDisposable
{
    private const int PagesMax = 4;

    /// <summary>Whoever finds no place is told so, and comes again.</summary>
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(Math.Min(Environment.ProcessorCount, PagesMax));

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>A place, free again when it is disposed; null when there is none for a while.</summary>
    public async Task<IDisposable?> TryEnterAsync() => await places.WaitAsync(TimeoutMax, Stopping) ? new Lease(places) : null;

    public void Dispose() => places.Dispose();

    private sealed class Lease(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
