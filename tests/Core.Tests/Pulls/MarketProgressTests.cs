using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Pulls;

public sealed class MarketProgressTests
{
    private static readonly Slot Slot = Some.Slot();
    private static readonly StoreUnavailableException Unavailable = new("archive", new IOException("unavailable"));

    private readonly MarketProgress progress = new();

    [Fact]
    public void The_second_attempt_of_a_slot_is_a_retry_and_the_first_of_the_next_is_not()
    {
        Assert.False(Begin(Slot).IsRetry);
        Assert.True(Begin(Slot).IsRetry);
        Assert.False(Begin(Slot.Next).IsRetry);
        Assert.Equal((Slot.Next, 1), (progress.Attempts.Slot, progress.Attempts.Count));
    }

    [Fact]
    public void A_requested_attempt_takes_neither_the_first_attempt_nor_a_retry_from_the_schedule()
    {
        var requested = progress.Begin(Some.Market, null, Slot, slotIsDone: false, wantsFresh: true);
        End(new PullResult.Failed(FailedPull.Of(Some.Capture(slot: Slot), archiveKey: null, new PullFailure(FailureKind.Crossed, "no")), FailureRow.Written));
        var first = Begin(Slot);

        Assert.Equal((RequestPriority.OnDemand, RequestPriority.First), (requested.Priority, first.Priority));
        Assert.Equal((1, null), (progress.Attempts.Count, progress.Attempts.LastFailure));
        Assert.Equal(RequestPriority.Retry, Begin(Slot).Priority);
    }

    [Fact]
    public void A_refused_request_is_no_attempt_and_is_remembered_until_another_ends()
    {
        var failure = new PullFailure(FailureKind.ServerError, "no");
        Begin(Slot);
        End(new PullResult.Failed(FailedPull.Of(Some.Capture(slot: Slot), archiveKey: null, failure), FailureRow.Written));

        progress.Begin(Some.Market, null, Slot, slotIsDone: false, wantsFresh: true);
        End(new PullResult.Refused(new PullFailure(FailureKind.Budget, "later")));
        Assert.Equal((FailureKind.Budget, failure, 1), (progress.Refusal!.Kind, progress.Attempts.LastFailure, progress.Attempts.Count));

        Begin(Slot);
        End(new PullResult.NotAttempted(Unavailable));
        Assert.Null(progress.Refusal);
    }

    [Fact]
    public void Only_a_stored_book_marks_its_slot_as_captured()
    {
        var captured = new CapturedBook(Some.Capture(slot: Slot), Some.Book("99x1", "100x1"));

        var full = new PullFailure(FailureKind.DiskFull, "no room");
        End(new PullResult.LiveOnly(captured, FailedPull.Of(captured.Capture, archiveKey: null, full), FailureRow.InMemory, Unavailable));
        Assert.Equal((full, full), (progress.LastFailed?.Failure, progress.Attempts.LastFailure));
        Assert.False(Begin(Slot).SlotIsCaptured);

        End(new PullResult.Spooled(captured, Unavailable));
        Assert.True(Begin(Slot).SlotIsCaptured);
        Assert.False(Begin(Slot.Next).SlotIsCaptured);

        End(new PullResult.NotAttempted(Unavailable));
        Assert.True(Begin(Slot).SlotIsCaptured);
    }

    [Fact]
    public void The_last_failure_is_remembered_until_an_attempt_ends_without_one()
    {
        var failure = new PullFailure(FailureKind.ServerError, "no");
        Begin(Slot);

        End(new PullResult.Failed(FailedPull.Of(Some.Capture(slot: Slot), archiveKey: null, failure), FailureRow.Written));
        Assert.Equal((failure, failure), (progress.LastFailed?.Failure, progress.Attempts.LastFailure));
        Assert.Equal(Slot.Start, progress.LastEndedAt);

        End(new PullResult.NotAttempted(Unavailable));
        Assert.Null(progress.LastFailed);
        Assert.Null(progress.Attempts.LastFailure);
    }

    [Fact]
    public void Slots_are_closed_once_up_to_the_current_one()
    {
        Assert.True(progress.MayHaveOpenSlots(Slot));

        progress.Close(Slot);

        Assert.False(progress.MayHaveOpenSlots(Slot));
        Assert.True(progress.MayHaveOpenSlots(Slot.Next));
        Assert.Equal(Slot.Start, progress.ClosedUntil);
    }

    private PullRequest Begin(Slot slot) => progress.Begin(Some.Market, null, slot, slotIsDone: false, wantsFresh: false);

    private void End(PullResult result) => progress.End(result, Slot.Start);
}
