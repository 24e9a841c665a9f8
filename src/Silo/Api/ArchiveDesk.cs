namespace OrderBookSilo.Silo.Api;

/// <summary>How much of the archive is read or written for callers at once: each piece of work holds a book or two in memory.</summary>
internal sealed class ArchiveDesk : IDisposable
{
    /// <summary>Pieces of work that are done at once; the others wait for their turn.</summary>
    public const int WorkAtOnce = 2;

    private readonly SemaphoreSlim places = new(WorkAtOnce);

    /// <summary>Takes a place; disposing of it gives it back.</summary>
    public async Task<IDisposable> TakePlaceAsync(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        return new Place(places);
    }

    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? taken = places;

        public void Dispose() => Interlocked.Exchange(ref taken, null)?.Release();
    }
}
