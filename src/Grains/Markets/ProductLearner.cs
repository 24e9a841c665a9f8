using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Copies the venues' product listings to the markets' states and to the warehouse.</summary>
public sealed partial class ProductLearner(
    ProductCatalog catalog, IMarketStore warehouse, StoreOutages outages, OutageReports reports, TimeProvider time, ILogger<ProductLearner> log)
{
    /// <summary>Longest time that a pull waits for its venue's listing.</summary>
    private static readonly TimeSpan ListingTimeMax = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<Market, Product> savedProducts = new();
    private readonly ConcurrentDictionary<string, PullFailure> loggedFailures = new(StringComparer.Ordinal);

    /// <summary>
    /// Copies the venue's listing of a market to its state if it arrives in time; without one of this slot the market's status is
    /// unknown. Throws only when the attempt is cancelled.
    /// </summary>
    public async Task LearnAsync(Market market, MarketState state, Deadline attempt)
    {
        if (await FindListingAsync(market, attempt) is not { } listing)
        {
            state.ListedAt = null;
            return;
        }

        if (listing.Failure is { } failure)
        {
            LogMissingListing(market.Venue, failure);
        }

        if (!listing.BySymbol.TryGetValue(market.Product, out var product))
        {
            state.ListedAt = null;
            return;
        }

        Listing.Remember(state, product, listing);
        await SaveAsync(market, product, attempt.Token);
    }

    private async Task<VenueProducts?> FindListingAsync(Market market, Deadline attempt)
    {
        using var deadline = new Deadline(ListingTimeMax, attempt.Time, attempt.Token);
        try
        {
            if ((await catalog.GetAsync(market.Venue, deadline.Token)).TryGet(out var products, out var failure))
            {
                return products;
            }

            LogMissingListing(market.Venue, failure);
        }
        catch (OperationCanceledException) when (!attempt.IsStopped)
        {
            LogListingLate(market);
        }

        return null;
    }

    /// <summary>Writes the market's listing again even if it does not change: another silo may have written a different one.</summary>
    public void Forget(Market market) => savedProducts.TryRemove(market, out _);

    // The warehouse gets a market's rules when they are first seen, and again when a listing changes them.
    private async Task SaveAsync(Market market, Product product, CancellationToken cancel)
    {
        var isSaved = savedProducts.TryGetValue(market, out var saved) && saved == product;
        if (isSaved || outages.Blocking is not null)
        {
            return;
        }

        try
        {
            await warehouse.SaveListingAsync(market.Venue, [product], time.GetUtcNow(), cancel);
            savedProducts[market] = product;
        }
        catch (StoreUnavailableException outage)
        {
            reports.Report(market, outage);
        }
        catch (Exception refusal) when (refusal is not OperationCanceledException)
        {
            LogListingRefused(refusal, market);
        }
    }

    // Logged once for all the markets that wait for one listing.
    private void LogMissingListing(string venue, PullFailure failure)
    {
        var isNew = !loggedFailures.TryGetValue(venue, out var logged) || !ReferenceEquals(logged, failure);
        loggedFailures[venue] = failure;
        if (isNew)
        {
            LogNoListing(venue, failure.Words());
        }
    }

    [LoggerMessage(1105, LogLevel.Warning, "Could not get the listing of {Venue} ({Failure}); pulling its markets with the rules that were listed last, their status unknown, and without costs where the quote is unknown")]
    private partial void LogNoListing(string venue, string failure);

    [LoggerMessage(1110, LogLevel.Error, "{Market}: the warehouse refuses the rules in its listing; pulling without storing them")]
    private partial void LogListingRefused(Exception refusal, Market market);

    [LoggerMessage(1107, LogLevel.Warning, "{Market}: the listing of its venue took too long; pulling without waiting for it")]
    private partial void LogListingLate(Market market);
}
