namespace OrderBookSilo.Silo.Api;

/// <summary>Limits how much archive work runs for callers at once, because each piece holds a book or two in memory.</summary>
internal sealed class ArchiveWorkLimit : IDisposable
{
    /// <summary>Pieces of work that run at once; the others wait.</summary>
    public const int WorkAtOnce = 2;

    private readonly SemaphoreSlim places = new(WorkAtOnce);

    // A scan of years of objects takes hours and must not block exports and imports.
    private readonly SemaphoreSlim scan = new(1);

    /// <summary>Waits for a free place; disposing of it frees it.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        return new Lease(places);
    }

    /// <summary>The place of the one scan that may run at a time; null while one is running.</summary>
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
