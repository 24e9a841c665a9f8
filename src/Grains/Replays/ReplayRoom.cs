using Microsoft.Extensions.Hosting;

namespace OrderBookSilo.Grains.Replays;

/// <summary>How many pages of replays a silo does at a time: one for each processor, so that memory and load are bounded whatever is replayed.</summary>
public sealed class ReplayRoom(IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly SemaphoreSlim places = new(Environment.ProcessorCount);

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Waits for a place; it is free again when this is disposed.</summary>
    public async Task<IDisposable> EnterAsync()
    {
        await places.WaitAsync(Stopping);
        return new Place(places);
    }

    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
