using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>A market's progress since activation: its attempts, the slot whose book is stored, the slots that are closed.</summary>
public sealed class MarketProgress
{
    /// <summary>The last slot whose book is in the stores or the spool.</summary>
    private Slot? keptSlot;

    private bool isRequested;

    /// <summary>The attempts that the schedule made; those that callers asked for do not use up its retries.</summary>
    public SlotAttempts Attempts { get; private set; }

    /// <summary>The failure of the last attempt; null when it did not fail.</summary>
    public FailedPull? LastFailed { get; private set; }

    /// <summary>Why the last pull that a caller asked for was not sent; null once another has ended.</summary>
    public PullFailure? Refusal { get; private set; }

    /// <summary>When the last attempt ended.</summary>
    public DateTimeOffset LastEndedAt { get; private set; }

    /// <summary>Every slot before this instant has its outcome.</summary>
    public DateTimeOffset ClosedUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Begins an attempt of this slot, which counts unless a caller asked for it, and returns what it has to do.</summary>
    public PullRequest Begin(Market market, Pair? pair, Slot slot, bool slotIsDone, bool wantsFresh)
    {
        isRequested = wantsFresh;
        Attempts = wantsFresh ? Attempts : Attempts.NextIn(slot);
        return new PullRequest(
            market, pair, slot.Length, slotIsDone, SlotIsCaptured: keptSlot == slot, wantsFresh, IsRetry: Attempts.Count > 1 && !wantsFresh);
    }

    public void End(PullResult result, DateTimeOffset at)
    {
        LastEndedAt = at;
        Refusal = (result as PullResult.Refused)?.Failure;
        if (Refusal is not null)
        {
            return;
        }

        LastFailed = result.FindFailed();
        Attempts = isRequested ? Attempts : Attempts with { LastFailure = LastFailed?.Failure };
        keptSlot = result switch
        {
            PullResult.Committed committed => committed.Snapshot.Capture.Slot,
            PullResult.Spooled spooled => spooled.Book.Capture.Slot,
            _ => keptSlot,
        };
    }

    /// <summary>Whether slots before the current one may lack an outcome.</summary>
    public bool MayHaveOpenSlots(Slot present) => present.Start > ClosedUntil;

    /// <summary>Records that all slots before the current one have their outcome.</summary>
    public void Close(Slot present) => ClosedUntil = present.Start;
}
