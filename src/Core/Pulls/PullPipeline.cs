using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// One pull, the whole product in order: fetch, archive, parse, compute, warehouse. Evidence comes first, so whatever stops
/// it between two steps, a later call takes up from what is archived, and doing it twice ends in the same rows.
/// </summary>
public sealed class PullPipeline(
    IBookFetcher fetcher,
    IArchive archive,
    IWarehouse warehouse,
    IReadOnlyDictionary<string, IVenue> venues,
    SnapshotPlan plan,
    TimeProvider time)
{
    /// <summary>One attempt for the slot that is now; throws only when cancelled.</summary>
    /// <param name="pair">Null while the venue's listing was not had: then no costs are computed.</param>
    /// <param name="slotIsDone">Whether the slot has its book: then the pull only refreshes the live answer.</param>
    public async Task<PullResult> RunAsync(Market market, Pair? pair, TimeSpan slotLength, bool slotIsDone, CancellationToken cancel)
    {
        try
        {
            if (!slotIsDone && await FinishAsync(market, pair, Slot.Containing(time.GetUtcNow(), slotLength), cancel) is { } finished)
            {
                return finished;
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            // Go on: a book of this slot can be had only now.
            return await FetchAsync(market, pair, slotLength, unavailable, cancel);
        }

        return await FetchAsync(market, pair, slotLength, null, cancel);
    }

    /// <summary>
    /// Makes facts of a slot's earliest archived capture that is a valid book, for a slot that has none; null when there is
    /// no such capture. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<PullResult?> FinishAsync(Market market, Pair? pair, Slot slot, CancellationToken cancel)
    {
        foreach (var archived in await ReadSlotAsync(market, slot, cancel))
        {
            var result = await ProcessAsync(archived, pair, cancel);
            if (result.Snapshot is not null)
            {
                return result;
            }
        }

        return null;
    }

    /// <summary>The snapshot that a row of <c>fact_book</c> was made from, or null when its object is gone or no book.</summary>
    public async Task<Snapshot?> RestoreAsync(BookRecord record, Pair? pair, CancellationToken cancel)
    {
        var archived = await archive.ReadAsync(record.ArchiveKey, record.Slot.Length, cancel);
        return archived is not null && Parse(archived.Capture).TryGet(out var book, out _) ? Build(archived, book, pair) : null;
    }

    private async Task<PullResult> FetchAsync(
        Market market, Pair? pair, TimeSpan slotLength, StoreUnavailableException? unavailable, CancellationToken cancel)
    {
        var fetched = await fetcher.FetchBookAsync(market, slotLength, cancel);
        if (!fetched.Outcome.TryGet(out var capture, out var failure))
        {
            var slot = Slot.Containing(fetched.RequestedAt, slotLength);
            var failed = new FailedPull(market, slot, fetched.RequestedAt, time.GetUtcNow(), failure, BodyHead: fetched.BodyHead);
            return await FailAsync(failed, cancel);
        }

        try
        {
            return await ProcessAsync(await archive.StoreAsync(capture, cancel), pair, cancel);
        }
        catch (StoreUnavailableException e)
        {
            return LiveOnly(capture, pair, unavailable ?? e);
        }
        catch (InvalidDataException damaged)
        {
            // Something else lies under this capture's key. It is not overwritten, and facts need their evidence.
            return LiveOnly(capture, pair, new StoreUnavailableException("archive", damaged));
        }
    }

    private async Task<PullResult> ProcessAsync(ArchivedCapture archived, Pair? pair, CancellationToken cancel)
    {
        var capture = archived.Capture;
        if (!Parse(capture).TryGet(out var book, out var defect))
        {
            return await FailAsync(
                new FailedPull(capture.Market, capture.Slot, capture.RequestedAt, capture.ReceivedAt, defect, capture.Sha256, archived.Key),
                cancel);
        }

        var snapshot = Build(archived, book, pair);
        try
        {
            await warehouse.CommitAsync(snapshot, cancel);
            return new PullResult(snapshot, null, IsCommitted: true, null);
        }
        catch (StoreUnavailableException e)
        {
            return new PullResult(snapshot, null, IsCommitted: false, e);
        }
    }

    private async Task<PullResult> FailAsync(FailedPull failed, CancellationToken cancel)
    {
        try
        {
            await warehouse.RecordFailureAsync(failed, cancel);
            return new PullResult(null, failed, IsCommitted: true, null);
        }
        catch (StoreUnavailableException e)
        {
            return new PullResult(null, failed, IsCommitted: false, e);
        }
    }

    // Without the archive there are no facts, but the answer to "right now" need not wait for it.
    private PullResult LiveOnly(Capture capture, Pair? pair, StoreUnavailableException unavailable) =>
        Parse(capture).TryGet(out var book, out var defect)
            ? new PullResult(Build(new ArchivedCapture("", capture), book, pair), null, IsCommitted: false, unavailable)
            : new PullResult(
                null,
                new FailedPull(capture.Market, capture.Slot, capture.RequestedAt, capture.ReceivedAt, defect, capture.Sha256),
                IsCommitted: false,
                unavailable);

    private async Task<IReadOnlyList<ArchivedCapture>> ReadSlotAsync(Market market, Slot slot, CancellationToken cancel)
    {
        var captures = new List<ArchivedCapture>();
        foreach (var key in await archive.ListAsync(market, slot, cancel))
        {
            try
            {
                if (await archive.ReadAsync(key, slot.Length, cancel) is { } archived)
                {
                    captures.Add(archived);
                }
            }
            catch (InvalidDataException)
            {
                // A damaged object is no evidence; the slot is pulled again or becomes a gap.
            }
        }

        return [.. captures.OrderBy(archived => archived.Capture.ReceivedAt)];
    }

    private Outcome<OrderBook> Parse(Capture capture) => venues[capture.Market.Venue].ParseBook(capture.Body.Span);

    private Snapshot Build(ArchivedCapture archived, OrderBook book, Pair? pair) =>
        SnapshotBuilder.Build(archived, book, plan.For(pair?.Quote));
}

/// <summary>What an attempt came to: a snapshot or a failed pull, and whether the stores have it.</summary>
/// <param name="IsCommitted">False while a store was away: then the facts are still to be written.</param>
public sealed record PullResult(
    Snapshot? Snapshot, FailedPull? Failed, bool IsCommitted, StoreUnavailableException? Unavailable);
