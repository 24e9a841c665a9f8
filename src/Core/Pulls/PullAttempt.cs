using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// One attempt to get the book of a slot. Evidence is stored first, so when an attempt stops between two steps, a later one
/// continues from the archive, and repeating it yields the same rows. While a store is unavailable, and until everything in the
/// spool has been handed over, results go to the spool.
/// </summary>
public sealed class PullAttempt(IBookFetcher fetcher, FactWriter facts, SlotFinisher finisher, Spool spool, TimeProvider time)
{
    /// <summary>How long the warehouse may take to store a failed attempt before it goes to the spool.</summary>
    private static readonly TimeSpan RecordTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>Makes the attempt for the current slot; throws only when stopped before there was a result to keep.</summary>
    public async Task<PullResult> RunAsync(PullRequest request, Deadline deadline)
    {
        var (earlier, unavailable) = await finisher.FinishAsync(request, deadline);
        if ((earlier ?? FindReasonNotToFetch(request, unavailable)) is { } ended)
        {
            return ended;
        }

        var fetched = await PullTrace.StepAsync("fetch", () => FetchAsync(request, deadline));
        if (!fetched.Outcome.TryGet(out var capture, out var failure))
        {
            if (request.WantsFresh && !fetched.WasSent)
            {
                return new PullResult.Refused(failure);
            }

            return await RecordAsync(FailedPull.Of(request.Market, request.SlotLength, fetched, failure, time.GetUtcNow()), deadline.Time);
        }

        if (unavailable is not null || !spool.IsEmpty)
        {
            return await SpoolAsync(capture, request.Pair, unavailable);
        }

        try
        {
            var archived = await PullTrace.StepAsync("archive", () => facts.ArchiveAsync(capture, deadline.Token));
            if (!PullTrace.Step("parse", () => facts.Parse(archived.Capture)).TryGet(out var book, out var defect))
            {
                return await RecordAsync(FailedPull.Of(archived.Capture, archived.Key, defect), deadline.Time);
            }

            var snapshot = PullTrace.Step("compute", () => facts.Compute(archived, book, request.Pair));
            await PullTrace.StepAsync("warehouse", () => facts.CommitAsync(snapshot, deadline.Token));

            // When the venue's bytes have not changed, the book is still as fresh as this response.
            return new PullResult.Committed(snapshot with { Capture = capture });
        }
        catch (StoreUnavailableException outage)
        {
            return await SpoolAsync(capture, request.Pair, outage);
        }
        catch (OperationCanceledException late)
        {
            return await SpoolAsync(capture, request.Pair, new StoreUnavailableException(SlotFinisher.EitherStore, late));
        }
        catch (InvalidDataException damage)
        {
            // The archive has different bytes under this key. They are not overwritten, and facts need their evidence.
            return NotKept(capture, new StoreUnavailableException("archive", damage));
        }
    }

    // While a store is unavailable, a captured slot is not fetched again, and a book that could not be kept is not fetched at all.
    private PullResult.NotAttempted? FindReasonNotToFetch(PullRequest request, StoreUnavailableException? unavailable)
    {
        if (request.SlotIsDone || request.WantsFresh)
        {
            return null;
        }

        if (unavailable is not null && request.SlotIsCaptured)
        {
            return new PullResult.NotAttempted(unavailable);
        }

        var needsSpool = unavailable is not null || !spool.IsEmpty;
        return needsSpool && spool.IsFull ? new PullResult.NotAttempted(spool.Full) : null;
    }

    private async Task<Fetched<Capture>> FetchAsync(PullRequest request, Deadline deadline)
    {
        var startedAt = time.GetUtcNow();
        try
        {
            return await fetcher.FetchBookAsync(request.Market, request.SlotLength, request.Priority, deadline.Token);
        }
        catch (OperationCanceledException) when (!deadline.IsStopped)
        {
            // Every attempt that ended gets a row, including one ended by its deadline.
            return new Fetched<Capture>(startedAt, new PullFailure(FailureKind.Interrupted, "the attempt exceeded its time limit"));
        }
    }

    private async Task<PullResult> RecordAsync(FailedPull failed, TimeProvider clock)
    {
        if (!spool.IsEmpty)
        {
            return await SpoolAsync(failed, unavailable: null);
        }

        // Not the attempt's deadline, which may be what ended it.
        using var deadline = new Deadline(RecordTimeMax, clock);
        try
        {
            await facts.RecordFailureAsync(failed, deadline.Token);
            return new PullResult.Failed(failed, FailureRow.Written);
        }
        catch (StoreUnavailableException outage)
        {
            return await SpoolAsync(failed, outage);
        }
        catch (OperationCanceledException late)
        {
            return await SpoolAsync(failed, new StoreUnavailableException("warehouse", late));
        }
    }

    private async Task<PullResult> SpoolAsync(FailedPull failed, StoreUnavailableException? unavailable) =>
        await spool.TryAddAsync(new SpooledFailure(failed))
            ? new PullResult.Failed(failed, FailureRow.Spooled, unavailable)
            : new PullResult.Failed(failed, FailureRow.Lost, spool.Full);

    // The facts wait for the stores; the live answer does not.
    private async Task<PullResult> SpoolAsync(Capture capture, Pair? pair, StoreUnavailableException? unavailable)
    {
        var parsed = facts.Parse(capture);
        if (!await spool.TryAddAsync(new SpooledCapture(capture, pair, IsBook: parsed.Failure is null)))
        {
            return NotKept(capture, spool.Full);
        }

        return parsed.TryGet(out var book, out var defect)
            ? new PullResult.Spooled(new CapturedBook(capture, book), unavailable)
            : new PullResult.Failed(FailedPull.Of(capture, archiveKey: null, defect), FailureRow.Spooled, unavailable);
    }

    private PullResult NotKept(Capture capture, StoreUnavailableException cause) =>
        facts.Parse(capture).TryGet(out var book, out var defect)
            ? new PullResult.LiveOnly(new CapturedBook(capture, book), cause)
            : new PullResult.Failed(FailedPull.Of(capture, archiveKey: null, defect), FailureRow.Lost, cause);
}
