using System.Diagnostics;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>Waits for what a running silo will do, with a deadline that names what did not come.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(25);

    public static async Task<T> SoAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
            {
                return seen;
            }

            Assert.True(clock.Elapsed < Deadline, $"did not come: {what}; last seen: {seen}");
            await Task.Delay(LookPeriod);
        }
    }
}
