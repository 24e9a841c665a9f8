using Orleans.Runtime;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>Calls that meet a silo which has just died: for a moment it is still asked, until another takes over.</summary>
public static class RepeatedCall
{
    private const int CallsMax = 6;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    /// <summary>Makes a call, and makes it again when it could not be delivered. Only for calls that do no harm when they are made twice.</summary>
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
