using System.Diagnostics;
using Xunit.Sdk;

namespace OrderBookSilo.Support;

/// <summary>Waits for an effect of another thread or process and fails the test when it does not occur.</summary>
public static class Eventually
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(holds, () => what, TimeMax);

    public static Task HoldsAsync(Func<bool> holds, Func<string> what, TimeSpan timeMax) =>
        HoldsAsync(() => Task.FromResult(holds()), what, timeMax);

    public static Task HoldsAsync(Func<Task<bool>> holds, Func<string> what, TimeSpan timeMax) =>
        GetAsync(holds, isSo => isSo, _ => what(), timeMax);

    /// <summary>Polls until the value is as expected, and returns it.</summary>
    public static Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> isWanted, string what) =>
        GetAsync(look, isWanted, seen => $"{what}; last seen: {seen}", TimeMax);

    /// <param name="what">Describes, from the last value, what did not occur.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> isWanted, Func<T, string> what, TimeSpan timeMax)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isWanted(seen))
            {
                return seen;
            }

            if (Stopwatch.GetElapsedTime(started) > timeMax)
            {
                throw new XunitException($"not within {timeMax.TotalSeconds} s: {what(seen)}");
            }

            await Task.Delay(Period);
        }
    }
}
