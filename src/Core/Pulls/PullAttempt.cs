using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// One attempt to get the book of a slot. Evidence is stored first, so when an attempt stops between two steps, a later one
/// continues from the archive, and repeating it yields the same rows. While a store is unavailable, and until everything in the
/// spool has been handed over, results go to the spool. They also do while this silo's clock was never compared with the
/// database's; while it is off, nothing is fetched.
/// </summary>
public sealed class PullAttempt(IBookFetcher fetcher, FactWriter facts, SlotFinisher finisher, Spool spool, ClockOffset clock, TimeProvider time)
{
    /// <summary>How long the warehouse may take to store a failed attempt before it goes to the spool.</summary>
    private static readonly TimeSpan RecordTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>Makes the attempt for the current slot; throws only when stopped before there was a result to keep.</summary>
    public async Task<PullResult> RunAsync(PullRequest request, Deadline deadline)
    {
        if (await clock.ProveAsync(deadline.Token) is { } wrong)
        {
            return await RecordAsync(RefusedBy(wrong, request), deadline.Time);
        }

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

        // The clock may have been set while the venue answered.
        if (clock.FindFailure() is { } set)
        {
            return await RecordAsync(RefusedBy(set, request), deadline.Time);
        }

        if (unavailable is not null || HasToWait)
        {
            return await SpoolAsync(capture, request, unavailable);
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
        catch (Exception refusal)
        {
            // Whatever the error means, the capture is kept; the drainer finds out whether this entry alone is its cause.
            return await SpoolAsync(capture, request, OutageOf(refusal, StoreUnavailableException.EitherStore));
        }
    }

    private bool HasToWait => !spool.IsEmpty || clock.State == ClockState.Unknown;

    private static StoreUnavailableException OutageOf(Exception error, string store) =>
        error as StoreUnavailableException ?? new StoreUnavailableException(store, error);

    // While a store is unavailable, a captured slot is not fetched again.
    private static PullResult.NotAttempted? FindReasonNotToFetch(PullRequest request, StoreUnavailableException? unavailable) =>
        unavailable is not null && request is { SlotIsCaptured: true, SlotIsDone: false, WantsFresh: false }
            ? new PullResult.NotAttempted(unavailable)
            : null;

    // Which slot it is, only the database's clock can say.
    private FailedPull RefusedBy(PullFailure failure, PullRequest request)
    {
        var now = clock.Now.At;
        return new FailedPull(request.Market, Slot.Containing(now, request.SlotLength), now, now, failure);
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
        if (HasToWait)
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
        catch (Exception refusal)
        {
            return await SpoolAsync(failed, OutageOf(refusal, "warehouse"));
        }
    }

    private async Task<PullResult> SpoolAsync(FailedPull failed, StoreUnavailableException? unavailable)
    {
        var row = await KeepRowAsync(failed);
        return new PullResult.Failed(failed, row, row == FailureRow.Spooled ? unavailable : spool.Full);
    }

    private async Task<FailureRow> KeepRowAsync(FailedPull failed)
    {
        var entry = new SpooledFailure(failed);
        return await spool.TryAddAsync(entry) ? FailureRow.Spooled : spool.TryHold(entry) ? FailureRow.InMemory : FailureRow.Lost;
    }

    // The facts wait for the stores; the live answer does not.
    private async Task<PullResult> SpoolAsync(Capture capture, PullRequest request, StoreUnavailableException? unavailable)
    {
        var parsed = facts.Parse(capture);
        var isKept = await spool.TryAddAsync(new SpooledCapture(capture, request.Pair, IsBook: parsed.Failure is null));
        if (!parsed.TryGet(out var book, out var defect))
        {
            return isKept
                ? new PullResult.Failed(FailedPull.Of(capture, archiveKey: null, defect), FailureRow.Spooled, unavailable)
                : await SpoolAsync(Unkept(capture, defect), unavailable);
        }

        var captured = new CapturedBook(capture, book);
        return isKept || await TryArchiveAsync(capture, request) ? new PullResult.Spooled(captured, unavailable) : await NotKeptAsync(captured);
    }

    // The slot's book may be in the archive alone: the facts are computed from it once the warehouse accepts them.
    private async Task<bool> TryArchiveAsync(Capture capture, PullRequest request)
    {
        if (request.SlotIsDone || clock.State != ClockState.Ok)
        {
            return false;
        }

        using var deadline = new Deadline(RecordTimeMax, time);
        try
        {
            await facts.ArchiveAsync(capture, deadline.Token);
            return true;
        }
        catch (Exception)
        {
            // The attempt's failure names the disk, which is what has to be mended first.
            return false;
        }
    }

    // A row of its own, from the receipt on: should the archive hold the capture after all, the capture gets its row too.
    private static FailedPull Unkept(Capture capture, PullFailure failure) =>
        FailedPull.Of(capture, archiveKey: null, failure) with { Sha256 = null, RequestedAt = capture.ReceivedAt };

    private async Task<PullResult> NotKeptAsync(CapturedBook book)
    {
        var full = spool.Full;
        var failure = new PullFailure(full.IsDiskFull ? FailureKind.DiskFull : FailureKind.Interrupted, $"the book could not be kept: {full.Message}");

        var failed = Unkept(book.Capture, failure);
        return new PullResult.LiveOnly(book, failed, await KeepRowAsync(failed), full);
    }
}
