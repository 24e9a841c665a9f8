using System.Diagnostics;
using Xunit.Sdk;

namespace OrderBookSilo.Support;

/// <summary>Waits for what another thread or process is about to do.</summary>
public static class Poll
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not come to hold.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (waited.Elapsed > TimeMax)
            {
                throw new XunitException($"not within {TimeMax.TotalSeconds} s: {what}");
            }

            await Task.Delay(Pause);
        }
    }
}
