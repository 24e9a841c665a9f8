using System.Collections.Concurrent;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// The venues' listings, requested once a slot: one request serves every market of a venue. When it fails, the previous listing
/// remains in use and the request is repeated later.
/// </summary>
public sealed class ProductCatalog(IBookFetcher fetcher, AssetNames names, SlotSchedule schedule, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, VenueListing> venues = new(StringComparer.Ordinal);

    /// <summary>The venue's products by symbol, or why there are none; waits no longer than the caller's token allows.</summary>
    public async Task<Outcome<VenueProducts>> GetAsync(string venue, CancellationToken cancel)
    {
        var listing = venues.GetOrAdd(venue, _ => new VenueListing());
        var now = time.GetUtcNow();
        return await listing.Current(now, schedule.SlotAt(now), () => RefreshAsync(venue)).WaitAsync(cancel);
    }

    private async Task<Outcome<VenueProducts>> RefreshAsync(string venue)
    {
        var requestedAt = time.GetUtcNow();
        var fetched = await fetcher.FetchListingAsync(venue, CancellationToken.None);
        if (!fetched.TryGet(out var products, out var failure))
        {
            return failure;
        }

        var bySymbol = products.GroupBy(product => product.Symbol, StringComparer.Ordinal);
        return Outcome<VenueProducts>.Of(new VenueProducts(
            bySymbol.ToDictionary(group => group.Key, group => names.Rename(venue, group.First()), StringComparer.Ordinal), requestedAt, null));
    }

    private sealed class VenueListing
    {
        private readonly Lock gate = new();
        private Task<Outcome<VenueProducts>>? latest;
        private VenueProducts? good;
        private DateTimeOffset refreshAt;

        public Task<Outcome<VenueProducts>> Current(DateTimeOffset now, Slot slot, Func<Task<Outcome<VenueProducts>>> refresh)
        {
            lock (gate)
            {
                if (latest is null || (latest.IsCompleted && now >= refreshAt))
                {
                    var retryAt = now + RetryDelay;
                    refreshAt = retryAt < slot.End ? retryAt : slot.End;
                    latest = RememberAsync(slot, refresh);
                }

                return latest;
            }
        }

        private async Task<Outcome<VenueProducts>> RememberAsync(Slot slot, Func<Task<Outcome<VenueProducts>>> refresh)
        {
            // Off the caller's scheduler: a grain must not run another caller's request on its own scheduler.
            var outcome = await Task.Run(() => GuardAsync(refresh));
            lock (gate)
            {
                if (outcome.TryGet(out var products, out var failure))
                {
                    (good, refreshAt) = (products, slot.End);
                    return outcome;
                }

                return good is null ? outcome : Outcome<VenueProducts>.Of(good with { Failure = failure });
            }
        }

        // A listing is less important than a book: whatever is wrong with it, its markets are pulled.
        private static async Task<Outcome<VenueProducts>> GuardAsync(Func<Task<Outcome<VenueProducts>>> refresh)
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

/// <summary>A venue's listing.</summary>
/// <param name="RequestedAt">When it was requested.</param>
/// <param name="Failure">Why the latest request failed, so that this is an older listing; null when it did not.</param>
public sealed record VenueProducts(IReadOnlyDictionary<string, Product> BySymbol, DateTimeOffset RequestedAt, PullFailure? Failure);
