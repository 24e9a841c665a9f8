using System.Diagnostics;

namespace OrderBookSilo.EndToEnd.Tests.Launcher;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static Task HoldsAsync(Func<bool> holds, TimeSpan deadline, Func<string> awaited) =>
        HoldsAsync(() => Task.FromResult(holds()), deadline, awaited);

    /// <summary>Asks until it holds; after the deadline the test fails and names what did not come.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, TimeSpan deadline, Func<string> awaited)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < deadline, $"after {deadline} still waiting for {awaited()}");
            await Task.Delay(Period);
        }
    }
}
