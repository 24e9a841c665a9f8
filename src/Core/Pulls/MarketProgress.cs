using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>How far a market has come since it was brought up: its attempts, the slot whose book is kept, the slots that are closed.</summary>
public sealed class MarketProgress
{
    /// <summary>The last slot of which the stores or the spool have a book.</summary>
    private Slot? keptSlot;

    public SlotAttempts Attempts { get; private set; }

    /// <summary>The failure of the last attempt; null when it had none.</summary>
    public FailedPull? LastFailed { get; private set; }

    /// <summary>When the last attempt ended.</summary>
    public DateTimeOffset LastEndedAt { get; private set; }

    /// <summary>Every slot before this instant has its outcome.</summary>
    public DateTimeOffset ClosedUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Counts one more attempt, of this slot, and says what it has to do.</summary>
    public PullRequest Begin(Market market, Pair? pair, Slot slot, bool slotIsDone, bool wantsFresh)
    {
        Attempts = Attempts.NextIn(slot);
        return new PullRequest(
            market, pair, slot.Length, slotIsDone, SlotIsCaptured: keptSlot == slot, wantsFresh, IsRetry: Attempts.Count > 1 && !wantsFresh);
    }

    public void End(PullResult result, DateTimeOffset at)
    {
        LastFailed = (result as PullResult.Failed)?.Pull;
        LastEndedAt = at;
        Attempts = Attempts with { LastFailure = LastFailed?.Failure };
        keptSlot = result switch
        {
            PullResult.Committed committed => committed.Snapshot.Capture.Slot,
            PullResult.Spooled spooled => spooled.Book.Capture.Slot,
            _ => keptSlot,
        };
    }

    /// <summary>Whether slots before the present one may be without an outcome.</summary>
    public bool MayHaveOpenSlots(Slot present) => present.Start > ClosedUntil;

    /// <summary>All slots before the present one have their outcome.</summary>
    public void Close(Slot present) => ClosedUntil = present.Start;
}
