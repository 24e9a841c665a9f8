using System.Diagnostics;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>Measures the peak memory of the process relative to the start of the measurement.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;
    private readonly long before;
    private long peak;

    public MemoryWatch()
    {
        GC.Collect();
        before = peak = Now();
        watching = WatchAsync();
    }

    public long Growth => Math.Max(Interlocked.Read(ref peak), Now()) - before;

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private static long Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private async Task WatchAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            Interlocked.Exchange(ref peak, Math.Max(peak, Now()));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
