using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrderBookSilo.Benchmarks;

/// <summary>The processor time of this thread, so that other work on the machine does not count; wall time where that is not available.</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double NowUs() =>
        OperatingSystem.IsLinux() && clock_gettime(ThreadProcessorTime, out var time) == 0
            ? time.Seconds * 1e6 + time.Nanoseconds / 1e3
            : Stopwatch.GetTimestamp() * 1e6 / Stopwatch.Frequency;

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
