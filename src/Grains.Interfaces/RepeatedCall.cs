using Orleans.Runtime;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>Repeats calls that fail because a silo has just died and its grains have not moved yet.</summary>
public static class RepeatedCall
{
    private const int CallsMax = 6;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    /// <summary>Makes a call, and repeats it when it could not be delivered. Only for idempotent calls.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        for (var calls = 1; ; calls++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (OrleansException) when (calls < CallsMax)
            {
                await Task.Delay(Delay, cancel).ConfigureAwait(false);
            }
        }
    }
}
