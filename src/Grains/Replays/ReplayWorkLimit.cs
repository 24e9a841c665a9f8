using Microsoft.Extensions.Hosting;

namespace OrderBookSilo.Grains.Replays;

/// <summary>How many replay pages a silo works on at a time: one per processor, and few enough to leave database connections for pulls.</summary>
public sealed class ReplayWorkLimit(IHostApplicationLifetime lifetime) : IDisposable
{
    private const int PagesMax = 4;

    /// <summary>A caller that finds no free place gets null and tries again later.</summary>
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(Math.Min(Environment.ProcessorCount, PagesMax));

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>A place, freed when disposed; null when none is free.</summary>
    public async Task<IDisposable?> TryEnterAsync() => await places.WaitAsync(TimeoutMax, Stopping) ? new Lease(places) : null;

    public void Dispose() => places.Dispose();

    private sealed class Lease(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
