namespace OrderBookSilo.Silo.Api;

/// <summary>How much of the archive is read or written for callers at once: each piece of work holds a book or two in memory.</summary>
internal sealed class ArchiveWorkLimit : IDisposable
{
    /// <summary>Pieces of work that are done at once; the others wait for their turn.</summary>
    public const int WorkAtOnce = 2;

    private readonly SemaphoreSlim places = new(WorkAtOnce);

    // A scan of years of objects takes hours, and must not stand in the way of who takes books in or out.
    private readonly SemaphoreSlim scan = new(1);

    /// <summary>Takes a place; disposing of it gives it back.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        return new Lease(places);
    }

    /// <summary>The place of the one scan that may be under way; null while one is.</summary>
    public IDisposable? TryAcquireScan() => scan.Wait(0) ? new Lease(scan) : null;

    public void Dispose()
    {
        places.Dispose();
        scan.Dispose();
    }

    private sealed class Lease(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? taken = places;

        public void Dispose() => Interlocked.Exchange(ref taken, null)?.Release();
    }
}
