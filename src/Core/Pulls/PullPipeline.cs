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
    MarketFees fees,
    TimeProvider time)
{
    /// <summary>Captures of one slot that are looked at before a new one is fetched.</summary>
    public const int CapturesMax = 50;

    /// <summary>One attempt for the slot that is now; throws only when cancelled.</summary>
    public async Task<PullResult> RunAsync(PullOrder order, CancellationToken cancel)
    {
        StoreUnavailableException? unavailable = null;
        if (!order.SlotIsDone)
        {
            try
            {
                var slot = Slot.Containing(time.GetUtcNow(), order.SlotLength);
                if (await FinishAsync(order.Market, order.Pair, slot, cancel) is { } finished && !order.WantsFresh)
                {
                    return finished;
                }
            }
            catch (StoreUnavailableException e)
            {
                // A book of this slot can be had only now, so go on, unless one was had already.
                unavailable = e;
            }
        }

        return unavailable is not null && order is { SlotIsCaptured: true, WantsFresh: false }
            ? new PullResult(null, null, IsCommitted: false, unavailable)
            : await FetchAsync(order, unavailable, cancel);
    }

    /// <summary>
    /// The book that a slot has, or makes facts of its archived captures that no pull names yet, the earliest valid one
    /// becoming its book; null when there is neither. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<PullResult?> FinishAsync(Market market, Pair? pair, Slot slot, CancellationToken cancel)
    {
        if (await warehouse.FindBookAsync(market, slot, cancel) is { } record)
        {
            var snapshot = await RestoreAsync(record, pair, cancel);
            return snapshot is null ? null : new PullResult(snapshot, null, IsCommitted: true, null);
        }

        PullResult? first = null;
        foreach (var archived in await ReadUnnamedAsync(market, slot, cancel))
        {
            var result = await ProcessAsync(archived, pair, cancel);
            first ??= result.Snapshot is null ? null : result;
        }

        return first;
    }

    /// <summary>Writes the row of an attempt that ended without a book.</summary>
    public async Task<PullResult> FailAsync(FailedPull failed, CancellationToken cancel)
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

    /// <summary>The snapshot that a row of <c>fact_book</c> was made from, or null when its object is gone or no book.</summary>
    public async Task<Snapshot?> RestoreAsync(BookRecord record, Pair? pair, CancellationToken cancel)
    {
        var archived = await TryReadAsync(record.ArchiveKey, record.Slot, cancel);
        return archived is not null && Parse(archived.Capture).TryGet(out var book, out _) ? Build(archived, book, pair) : null;
    }

    private async Task<PullResult> FetchAsync(PullOrder order, StoreUnavailableException? unavailable, CancellationToken cancel)
    {
        var (market, pair) = (order.Market, order.Pair);
        var fetched = await fetcher.FetchBookAsync(market, order.SlotLength, cancel);
        if (!fetched.Outcome.TryGet(out var capture, out var failure))
        {
            var slot = Slot.Containing(fetched.RequestedAt, order.SlotLength);
            var failed = new FailedPull(market, slot, fetched.RequestedAt, time.GetUtcNow(), failure, BodyHead: fetched.BodyHead);
            return await FailAsync(failed, cancel);
        }

        try
        {
            return SeenAt(capture, await ProcessAsync(await archive.StoreAsync(capture, cancel), pair, cancel));
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

    // A book that did not change keeps the times of its evidence in the stores; to whoever asks now it is as fresh as this answer.
    private static PullResult SeenAt(Capture capture, PullResult result) =>
        result.Snapshot is { } snapshot ? result with { Snapshot = snapshot with { Capture = capture } } : result;

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

    // Without the archive there are no facts, but the answer to "right now" need not wait for it.
    private PullResult LiveOnly(Capture capture, Pair? pair, StoreUnavailableException unavailable) =>
        Parse(capture).TryGet(out var book, out var defect)
            ? new PullResult(Build(new ArchivedCapture("", capture), book, pair), null, IsCommitted: false, unavailable)
            : new PullResult(
                null,
                new FailedPull(capture.Market, capture.Slot, capture.RequestedAt, capture.ReceivedAt, defect, capture.Sha256),
                IsCommitted: false,
                unavailable);

    // What a pull names has had its outcome; what none names was left by a crash or while the warehouse was away.
    private async Task<IReadOnlyList<ArchivedCapture>> ReadUnnamedAsync(Market market, Slot slot, CancellationToken cancel)
    {
        var named = await warehouse.ReadArchiveKeysAsync(market, slot, cancel);
        var captures = new List<ArchivedCapture>();
        foreach (var key in (await archive.ListAsync(market, slot, cancel)).Except(named).Take(CapturesMax))
        {
            if (await TryReadAsync(key, slot, cancel) is { } archived)
            {
                captures.Add(archived);
            }
        }

        return [.. captures.OrderBy(archived => archived.Capture.ReceivedAt)];
    }

    // A damaged object is no evidence; the slot is pulled again or becomes a gap.
    private async Task<ArchivedCapture?> TryReadAsync(string key, Slot slot, CancellationToken cancel)
    {
        try
        {
            return await archive.ReadAsync(key, slot.Length, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private Outcome<OrderBook> Parse(Capture capture) => venues[capture.Market.Venue].ParseBook(capture.Body.Span);

    private Snapshot Build(ArchivedCapture archived, OrderBook book, Pair? pair) =>
        SnapshotBuilder.Build(archived, book, plan.For(pair?.Quote, fees.Find(archived.Capture.Market, pair, archived.Capture.ReceivedAt)));
}

/// <summary>What an attempt is to do.</summary>
/// <param name="Pair">Null while the venue's listing was not had: then no costs are computed.</param>
/// <param name="SlotIsDone">Whether the slot has its book: then the pull only refreshes the live answer.</param>
/// <param name="SlotIsCaptured">Whether a book of the slot was had that the stores may not have yet.</param>
/// <param name="WantsFresh">Whether a new book is wanted even where the slot has one.</param>
public sealed record PullOrder(Market Market, Pair? Pair, TimeSpan SlotLength, bool SlotIsDone, bool SlotIsCaptured, bool WantsFresh);

/// <summary>What an attempt came to: a snapshot or a failed pull, and whether the stores have it.</summary>
/// <param name="IsCommitted">False while a store was away: then the facts are still to be written.</param>
public sealed record PullResult(
    Snapshot? Snapshot, FailedPull? Failed, bool IsCommitted, StoreUnavailableException? Unavailable);
