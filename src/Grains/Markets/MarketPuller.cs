using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Grains.Markets;

/// <summary>What every market grain of a silo shares: the pipeline, the listings, and the telling of what happened.</summary>
public sealed partial class MarketPuller(
    PullPipeline pipeline,
    SlotCloser closer,
    ProductCatalog catalog,
    Spool spool,
    OutageLog outages,
    IFactStore facts,
    IMarketStore markets,
    TimeProvider time,
    PullMetrics metrics,
    SlotLagMetrics lags,
    Random jitter,
    PullActivity underWay,
    ILogger<MarketPuller> log)
{
    /// <summary>A pull does not wait longer than this for its venue's listing.</summary>
    private static readonly TimeSpan ListingTimeMax = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan RecordTimeMax = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Market, Product> savedProducts = new();
    private readonly ConcurrentDictionary<string, PullFailure> loggedListings = new(StringComparer.Ordinal);

    public Random Jitter { get; } = jitter;

    /// <summary>Whether a store is known to be away, so that nothing need be asked of it before the spool has drained.</summary>
    public bool IsStoreAway => spool.StoreAway is not null;

    /// <summary>One attempt, learning the market's pair first when the listing can be had. Throws only when the silo stops.</summary>
    public async Task<PullResult> PullAsync(MarketState state, PullRequest request, CancellationToken deadline, CancellationToken stopping)
    {
        using var pull = underWay.Begin();
        using var trace = PullTrace.Pull(request.Market);
        var (startedAt, started) = (time.GetUtcNow(), time.GetTimestamp());
        PullResult result;
        try
        {
            await LearnPairAsync(request.Market, state, deadline);
            result = await pipeline.RunAsync(request with { Pair = MarketSummaries.PairOf(state) }, deadline);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            result = await CutShortAsync(request, startedAt, stopping);
        }

        PullTrace.End(trace, result);
        metrics.Pulled(request.Market, result, time.GetElapsedTime(started));
        LogResult(request.Market, result, time.GetElapsedTime(started));
        return result;
    }

    /// <summary>
    /// Gives the slots from this instant on and before this slot their outcomes; false when some were left open for what the
    /// spool holds. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<bool> CloseAsync(Market market, MarketState state, DateTimeOffset from, Slot before, CancellationToken cancel)
    {
        ClosedSlots closed;
        DateTimeOffset? next = from;
        do
        {
            closed = await closer.CloseAsync(market, MarketSummaries.PairOf(state), next.Value, before, cancel);
            next = closed.Next;
            metrics.Closed(market, closed);
            if (closed.Finished > 0)
            {
                LogFinished(market, closed.Finished);
            }

            if (closed.Gaps.Count > 0)
            {
                LogGaps(market, closed.Gaps.Count, closed.Gaps[0], closed.Gaps[^1]);
            }

            foreach (var (slot, refusal) in closed.Failed)
            {
                LogNotClosed(refusal, market, slot);
            }
        }
        while (next is not null);
        return !closed.IsWaiting;
    }

    /// <summary>The market's latest snapshot from warehouse and archive, or null; throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<Snapshot?> RestoreAsync(Market market, MarketState state, CancellationToken cancel)
    {
        if (await facts.FindBookAsync(market, null, cancel) is not { } record)
        {
            return null;
        }

        var snapshot = await pipeline.RestoreAsync(record, MarketSummaries.PairOf(state), cancel);
        if (snapshot is null)
        {
            LogDamaged(market, record.ArchiveKey);
        }

        return snapshot;
    }

    /// <summary>Tells the metrics how far a market is; one that is not active is none of theirs.</summary>
    public void Follow(Market market, MarketState state, TimeSpan slotLength)
    {
        if (!state.Active)
        {
            lags.Forget(market);
            return;
        }

        metrics.Begins(market);
        lags.Follow(market, state.LastSlot, slotLength);
    }

    /// <summary>The market lives here no more.</summary>
    public void Leave(Market market) => lags.Forget(market);

    public void StateNotWritten(bool isRace) => metrics.StateNotWritten(isRace);

    public void Report(Market market, StoreUnavailableException unavailable)
    {
        metrics.StoreUnavailable(unavailable);
        LogOutage(market, unavailable);
    }

    private void LogOutage(Market market, StoreUnavailableException unavailable)
    {
        if (outages.TryBegin(unavailable.Store))
        {
            LogUnavailable(market, unavailable.Store, unavailable.InnerException?.Message ?? "");
        }
    }

    // Every ended attempt is a row, also one that its deadline ended.
    private async Task<PullResult> CutShortAsync(PullRequest request, DateTimeOffset startedAt, CancellationToken stopping)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(RecordTimeMax);
        var failure = new PullFailure(FailureKind.Interrupted, "the attempt took longer than it may");
        var failed = new FailedPull(request.Market, Slot.Containing(startedAt, request.SlotLength), startedAt, time.GetUtcNow(), failure);
        try
        {
            return await pipeline.FailAsync(failed, timeout.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new PullResult(null, failed, IsCommitted: false, null);
        }
    }

    private async Task LearnPairAsync(Market market, MarketState state, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(ListingTimeMax);
        try
        {
            var listing = await catalog.GetAsync(market.Venue, timeout.Token);
            if (!listing.TryGet(out var products, out var failure))
            {
                LogMissingListing(market.Venue, failure);
            }
            else if (products.TryGetValue(market.Product, out var product))
            {
                await LearnAsync(market, state, product, cancel);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            LogListingLate(market);
        }
    }

    // The warehouse learns a market's steps when they are first seen, and again with every new listing.
    private async Task LearnAsync(Market market, MarketState state, Product product, CancellationToken cancel)
    {
        Listing.Remember(state, product);
        if (IsStoreAway || (savedProducts.TryGetValue(market, out var saved) && ReferenceEquals(saved, product)))
        {
            return;
        }

        try
        {
            await markets.SaveListingAsync(market.Venue, [product], time.GetUtcNow(), cancel);
            savedProducts[market] = product;
        }
        catch (StoreUnavailableException unavailable)
        {
            Report(market, unavailable);
        }
    }

    // Once for all the markets that wait for one listing.
    private void LogMissingListing(string venue, PullFailure failure)
    {
        var isNew = !loggedListings.TryGetValue(venue, out var logged) || !ReferenceEquals(logged, failure);
        loggedListings[venue] = failure;
        if (isNew)
        {
            LogNoListing(venue, Words(failure));
        }
    }

    private static string Words(PullFailure failure)
    {
        var status = failure.HttpStatus is { } code ? $" (HTTP {code})" : "";
        return $"{failure.Kind.Text()}{status}: {failure.Message}";
    }

    private void LogResult(Market market, PullResult result, TimeSpan elapsed)
    {
        if (result.Snapshot is { } snapshot)
        {
            LogPulled(market, snapshot.Capture.Slot, snapshot.Book.Bids.Count, snapshot.Book.Asks.Count, elapsed.TotalSeconds);
        }

        if (result.Failed is { } failed)
        {
            LogFailed(market, failed.Slot, Words(failed.Failure));
        }

        if (result.Unavailable is { } unavailable)
        {
            LogOutage(market, unavailable);
        }
        else if (result.IsCommitted)
        {
            outages.Clear();
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "{Market} {Slot}: {BidLevels} bids, {AskLevels} asks in {Seconds:0.00} s")]
    private partial void LogPulled(Market market, Slot slot, int bidLevels, int askLevels, double seconds);

    [LoggerMessage(1102, LogLevel.Warning, "{Market} {Slot}: {Failure}")]
    private partial void LogFailed(Market market, Slot slot, string failure);

    [LoggerMessage(1103, LogLevel.Warning, "{Market} is the first to find the {Store} unavailable ({Message}); what is due is done when it is back")]
    private partial void LogUnavailable(Market market, string store, string message);

    [LoggerMessage(1104, LogLevel.Warning, "{Market}: recorded as gaps, because they passed without a book: {Gaps}, from {First} to {Last}")]
    private partial void LogGaps(Market market, int gaps, Slot first, Slot last);

    [LoggerMessage(1108, LogLevel.Information, "{Market}: facts of passed slots made from archived captures: {Slots}")]
    private partial void LogFinished(Market market, int slots);

    [LoggerMessage(1109, LogLevel.Error, "{Market} {Slot}: no facts could be made of what is archived; the slot is left to the audit")]
    private partial void LogNotClosed(Exception refusal, Market market, Slot slot);

    [LoggerMessage(1105, LogLevel.Warning, "{Venue} gave no listing ({Failure}); its markets are pulled without steps, and without costs while their quote is unknown")]
    private partial void LogNoListing(string venue, string failure);

    [LoggerMessage(1107, LogLevel.Warning, "{Market}: pulled before its venue's listing came")]
    private partial void LogListingLate(Market market);

    [LoggerMessage(1106, LogLevel.Error, "{Market}: the latest capture cannot be read back from {ArchiveKey}")]
    private partial void LogDamaged(Market market, string archiveKey);
}
