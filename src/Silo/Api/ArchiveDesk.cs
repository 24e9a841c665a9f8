namespace OrderBookSilo.Silo.Api;

/// <summary>How much of the archive is read or written for callers at once: each piece of work holds a book or two in memory.</summary>
internal sealed class ArchiveDesk : IDisposable
{
    /// <summary>Pieces of work that are done at once; the others wait for their turn.</summary>
    public const int WorkAtOnce = 2;

    private readonly SemaphoreSlim places = new(WorkAtOnce);

    // A scan of years of objects takes hours, and must not stand in the way of who takes books in or out.
    private readonly SemaphoreSlim scan = new(1);

    /// <summary>Takes a place; disposing of it gives it back.</summary>
    public async Task<IDisposable> TakePlaceAsync(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        return new Place(places);
    }

    /// <summary>The place of the one scan that may be under way; null while one is.</summary>
    public IDisposable? TryTakeScan() => scan.Wait(0) ? new Place(scan) : null;

    public void Dispose()
    {
        places.Dispose();
        scan.Dispose();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? taken = places;

        public void Dispose() => Interlocked.Exchange(ref taken, null)?.Release();
    }
}
