using System.Diagnostics;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Limits on reading one input: memory in proportion to its length, and a short time.</summary>
internal readonly struct Bounds
{
    /// <summary>Allowed for any input: an error's message and a first rented array.</summary>
    private const long BytesAnyway = 64 * 1024;

    private const long BytesPerByte = 24;
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    private readonly long bytesMax;
    private readonly long allocatedBefore;
    private readonly long startedAt;

    private Bounds(int length)
    {
        bytesMax = BytesAnyway + BytesPerByte * length;
        allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        startedAt = Stopwatch.GetTimestamp();
    }

    public static Bounds Begin(int length) => new(length);

    public string? FindExcess()
    {
        var (elapsed, allocated) = (Stopwatch.GetElapsedTime(startedAt), GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
        return allocated > bytesMax ? $"{allocated} bytes allocated where {bytesMax} should be enough"
            : elapsed > TimeMax ? $"it took {elapsed.TotalSeconds:0.0} s"
            : null;
    }
}
