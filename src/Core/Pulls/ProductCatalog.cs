using System.Collections.Concurrent;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// The venues' listings, cached for a day. One request serves every market of a venue; when it fails, the previous listing
/// remains in use and the request is repeated later.
/// </summary>
public sealed class ProductCatalog(IBookFetcher fetcher, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, VenueListing> venues = new(StringComparer.Ordinal);

    /// <summary>The venue's products by symbol, or why there are none; waits no longer than the caller's token allows.</summary>
    public async Task<Outcome<IReadOnlyDictionary<string, Product>>> GetAsync(string venue, CancellationToken cancel)
    {
        var listing = venues.GetOrAdd(venue, _ => new VenueListing());
        return await listing.Current(time.GetUtcNow(), () => RefreshAsync(venue)).WaitAsync(cancel);
    }

    private async Task<Outcome<IReadOnlyDictionary<string, Product>>> RefreshAsync(string venue)
    {
        var fetched = await fetcher.FetchListingAsync(venue, CancellationToken.None);
        if (!fetched.TryGet(out var products, out var failure))
        {
            return failure;
        }

        var bySymbol = products.GroupBy(product => product.Symbol, StringComparer.Ordinal);
        return Outcome<IReadOnlyDictionary<string, Product>>.Of(
            bySymbol.ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal));
    }

    private sealed class VenueListing
    {
        private readonly Lock gate = new();
        private Task<Outcome<IReadOnlyDictionary<string, Product>>>? latest;
        private Outcome<IReadOnlyDictionary<string, Product>>? good;
        private DateTimeOffset refreshAt;

        public Task<Outcome<IReadOnlyDictionary<string, Product>>> Current(
            DateTimeOffset now, Func<Task<Outcome<IReadOnlyDictionary<string, Product>>>> refresh)
        {
            lock (gate)
            {
                if (latest is null || (latest.IsCompleted && now >= refreshAt))
                {
                    refreshAt = now + RetryDelay;
                    latest = RememberAsync(now, refresh);
                }

                return good is { } known && !latest.IsCompleted ? Task.FromResult(known) : latest;
            }
        }

        private async Task<Outcome<IReadOnlyDictionary<string, Product>>> RememberAsync(
            DateTimeOffset now, Func<Task<Outcome<IReadOnlyDictionary<string, Product>>>> refresh)
        {
            // Off the caller's scheduler: a grain must not run another caller's request on its own scheduler.
            var outcome = await Task.Run(() => GuardAsync(refresh));
            lock (gate)
            {
                if (outcome.Failure is null)
                {
                    good = outcome;
                    refreshAt = now + Lifetime;
                }

                return good ?? outcome;
            }
        }

        // A listing is less important than a book: whatever is wrong with it, its markets are pulled.
        private static async Task<Outcome<IReadOnlyDictionary<string, Product>>> GuardAsync(
            Func<Task<Outcome<IReadOnlyDictionary<string, Product>>>> refresh)
        {
            try
            {
                return await refresh();
            }
            catch (Exception e)
            {
                return new PullFailure(FailureKind.WrongShape, $"the listing could not be read: {e.Message}");
            }
        }
    }
}
