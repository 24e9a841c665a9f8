using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// One pull, the whole product in order: fetch, archive, parse, compute, warehouse. Evidence comes first, so whatever stops
/// it between two steps, a later call takes up from what is archived, and doing it twice ends in the same rows. While a store
/// is away, and until all that waits has been handed over, the ends of attempts go to the spool.
/// </summary>
public sealed class PullPipeline(
    IBookFetcher fetcher,
    IArchive archive,
    IFactStore warehouse,
    Spool spool,
    IReadOnlyDictionary<string, IVenue> venues,
    SnapshotPlan plan,
    MarketFees fees,
    TimeProvider time)
{
    /// <summary>Captures of one slot that are looked at before a new one is fetched.</summary>
    public const int CapturesMax = 50;

    /// <summary>How long a pull waits for stores that do not answer before it goes on to fetch.</summary>
    public static readonly TimeSpan FinishTimeMax = TimeSpan.FromSeconds(8);

    private const string EitherStore = "archive or warehouse";

    /// <summary>One attempt for the slot that is now; throws only when cancelled before a book was had.</summary>
    public async Task<PullResult> RunAsync(PullRequest request, CancellationToken cancel)
    {
        if (request.SlotIsDone)
        {
            return await FetchAsync(request, away: null, cancel);
        }

        var slot = Slot.Containing(time.GetUtcNow(), request.SlotLength);
        if (spool.HoldsBook(request.Market, slot) && !request.WantsFresh)
        {
            return await WaitingAsync(request, slot, cancel);
        }

        var (finished, away) = await TryFinishAsync(request, slot, cancel);
        if (request.WantsFresh)
        {
            return await FetchAsync(request, away, cancel);
        }

        // A slot whose book was had is not asked for again, and what could not be kept is better not asked for.
        var isInVain = spool.IsFull && (away is not null || !spool.IsEmpty);
        return finished
            ?? (away is not null && request.SlotIsCaptured ? PullResult.Away(away)
                : isInVain ? PullResult.Away(spool.Full)
                : await FetchAsync(request, away, cancel));
    }

    /// <summary>
    /// The book that a slot has, or makes facts of its archived captures that no pull names yet, the earliest valid one
    /// becoming its book; null when there is neither. While the spool is not empty, the facts wait. Throws
    /// <see cref="StoreUnavailableException"/>.
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
            var result = spool.IsEmpty ? await WriteFactsAsync(archived, pair, cancel) : Live(archived, pair) with { IsKept = true };
            first ??= result.Snapshot is null ? null : result;
        }

        return first;
    }

    /// <summary>Writes the row of an attempt that ended without a book, or leaves it in the spool.</summary>
    public async Task<PullResult> FailAsync(FailedPull failed, CancellationToken cancel)
    {
        StoreUnavailableException? away = null;
        if (spool.IsEmpty)
        {
            try
            {
                await warehouse.RecordFailureAsync(failed, cancel);
                return new PullResult(null, failed, IsCommitted: true, null);
            }
            catch (StoreUnavailableException e)
            {
                away = e;
            }
            catch (OperationCanceledException late)
            {
                away = new StoreUnavailableException("warehouse", late);
            }
        }

        var isKept = await spool.TryAddAsync(new SpooledFailure(failed));
        return new PullResult(null, failed, IsCommitted: false, isKept ? away : spool.Full) { IsKept = isKept };
    }

    /// <summary>
    /// Hands an entry of the spool over: to the archive, then to the warehouse. Throws <see cref="StoreUnavailableException"/>, and
    /// whatever else a store says of an entry that it will never take.
    /// </summary>
    public async Task HandOverAsync(SpoolEntry entry, Pair? pair, CancellationToken cancel)
    {
        if (entry is SpooledFailure { Failed: var failed })
        {
            await warehouse.RecordFailureAsync(failed, cancel);
        }
        else if (entry is SpooledCapture { Capture: var capture })
        {
            var archived = await ArchiveAsync(capture, cancel);
            await WriteFactsAsync(archived, pair, cancel);
        }
    }

    /// <summary>Writes what an archived capture says: its facts, or the row of a failed pull. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<PullResult> WriteFactsAsync(ArchivedCapture archived, Pair? pair, CancellationToken cancel)
    {
        var result = Live(archived, pair);
        using var step = PullTrace.Step("warehouse");
        await (result.Snapshot is { } snapshot ? warehouse.CommitAsync(snapshot, cancel) : warehouse.RecordFailureAsync(result.Failed!, cancel));
        return result with { IsCommitted = true };
    }

    /// <summary>The snapshot that a row of <c>fact_book</c> was made from, or null when its object is gone or no book.</summary>
    public async Task<Snapshot?> RestoreAsync(BookRecord record, Pair? pair, CancellationToken cancel)
    {
        var archived = await TryReadAsync(record.ArchiveKey, record.Slot, cancel);
        return archived is not null && Parse(archived.Capture).TryGet(out var book, out _) ? Build(archived, book, pair) : null;
    }

    // A store that the spool has just found away is not asked by every market.
    private async Task<(PullResult? Finished, StoreUnavailableException? Away)> TryFinishAsync(PullRequest request, Slot slot, CancellationToken cancel)
    {
        if (spool.StoreAway is { } known)
        {
            return (null, known);
        }

        using var timeout = new CancellationTokenSource(FinishTimeMax, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            return (await FinishAsync(request.Market, request.Pair, slot, linked.Token), null);
        }
        catch (StoreUnavailableException e)
        {
            return (null, e);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            return (null, new StoreUnavailableException(EitherStore, late));
        }
    }

    private async Task<PullResult> FetchAsync(PullRequest request, StoreUnavailableException? away, CancellationToken cancel)
    {
        var (market, pair) = (request.Market, request.Pair);
        var fetched = await AskAsync(request, cancel);
        if (!fetched.Outcome.TryGet(out var capture, out var failure))
        {
            var slot = Slot.Containing(fetched.RequestedAt, request.SlotLength);
            var failed = new FailedPull(market, slot, fetched.RequestedAt, time.GetUtcNow(), failure, BodyHead: fetched.BodyHead);
            return await FailAsync(failed, cancel);
        }

        return away is null && spool.IsEmpty ? await StoreAsync(capture, pair, cancel) : await SpoolAsync(capture, pair, away);
    }

    private async Task<Fetched> AskAsync(PullRequest request, CancellationToken cancel)
    {
        using var step = PullTrace.Step("fetch");
        return await fetcher.FetchBookAsync(request.Market, request.SlotLength, request.IsRetry, cancel);
    }

    /// <summary>Stores a capture's bytes. Throws <see cref="StoreUnavailableException"/>, and <see cref="InvalidDataException"/> when others lie in their place.</summary>
    internal async Task<ArchivedCapture> ArchiveAsync(Capture capture, CancellationToken cancel)
    {
        using var step = PullTrace.Step("archive");
        return await archive.StoreAsync(capture, cancel);
    }

    private async Task<PullResult> StoreAsync(Capture capture, Pair? pair, CancellationToken cancel)
    {
        try
        {
            var archived = await ArchiveAsync(capture, cancel);
            return SeenAt(capture, await WriteFactsAsync(archived, pair, cancel));
        }
        catch (StoreUnavailableException away)
        {
            return await SpoolAsync(capture, pair, away);
        }
        catch (OperationCanceledException late)
        {
            // The time is over, and the book is had: the spool takes it.
            return await SpoolAsync(capture, pair, new StoreUnavailableException(EitherStore, late));
        }
        catch (InvalidDataException damaged)
        {
            // Something else lies under this capture's key. It is not overwritten, and facts need their evidence.
            return Live(new ArchivedCapture("", capture), pair) with { Unavailable = new StoreUnavailableException("archive", damaged) };
        }
    }

    // Without archive and warehouse there are no facts yet, but the answer to "right now" need not wait for them.
    private async Task<PullResult> SpoolAsync(Capture capture, Pair? pair, StoreUnavailableException? away)
    {
        var live = Live(new ArchivedCapture("", capture), pair);
        var isKept = await spool.TryAddAsync(new SpooledCapture(capture, pair, IsBook: live.Snapshot is not null));
        return live with { IsKept = isKept, Unavailable = isKept ? away : spool.Full };
    }

    // A book of the slot waits in the spool: whoever has no answer yet gets it from there.
    private async Task<PullResult> WaitingAsync(PullRequest request, Slot slot, CancellationToken cancel)
    {
        var waiting = request.SlotIsCaptured ? null : await spool.ReadBookAsync(request.Market, slot, cancel);
        return waiting is null
            ? PullResult.Away(spool.StoreAway)
            : Live(new ArchivedCapture("", waiting.Capture), request.Pair) with { IsKept = true, Unavailable = spool.StoreAway };
    }

    // A book that did not change keeps the times of its evidence in the stores; to whoever asks now it is as fresh as this answer.
    private static PullResult SeenAt(Capture capture, PullResult result) =>
        result.Snapshot is { } snapshot ? result with { Snapshot = snapshot with { Capture = capture } } : result;

    /// <summary>What a capture says, before any store has its facts.</summary>
    private PullResult Live(ArchivedCapture archived, Pair? pair)
    {
        using var step = PullTrace.Step("compute");
        var capture = archived.Capture;
        if (Parse(capture).TryGet(out var book, out var defect))
        {
            return new PullResult(Build(archived, book, pair), null, IsCommitted: false, null);
        }

        var key = archived.Key.Length == 0 ? null : archived.Key;
        var failed = new FailedPull(capture.Market, capture.Slot, capture.RequestedAt, capture.ReceivedAt, defect, capture.Sha256, key);
        return new PullResult(null, failed, IsCommitted: false, null);
    }

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
