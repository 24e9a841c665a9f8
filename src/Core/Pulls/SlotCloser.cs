using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Gives every past slot its one outcome: facts from a capture that was archived but not finished, otherwise a gap.</summary>
public sealed class SlotCloser(SlotFinisher finisher, IFactStore warehouse, Spool spool, ClockOffset clock)
{
    /// <summary>Maximum number of slots closed in one call; a long outage takes several calls.</summary>
    public const int SlotsMax = 100;

    /// <summary>
    /// Closes the oldest open slots from this instant up to this slot, and returns their outcomes and where to continue. A slot
    /// whose facts cannot be computed is left to the audit, and later ones are closed. While the spool holds anything, nothing
    /// is closed, because it may hold the slot's book; and nothing while this silo's clock is off or unknown. Throws <see cref="StoreUnavailableException"/>; slots closed up to then
    /// stay closed.
    /// </summary>
    public async Task<ClosedSlots> CloseAsync(Market market, Pair? pair, DateTimeOffset from, Slot before, CancellationToken cancel)
    {
        if (!spool.HoldsNothing || clock.State != ClockState.Ok)
        {
            return ClosedSlots.Waiting;
        }

        var open = await warehouse.FindOpenSlotsAsync(market, from, before, SlotsMax, cancel);
        var gaps = new List<Slot>();
        var failed = new List<FailedSlot>();
        foreach (var slot in open)
        {
            try
            {
                switch (await finisher.FinishAsync(market, pair, slot, cancel))
                {
                    case null:
                        gaps.Add(slot);
                        break;
                    case not PullResult.Committed:
                        return ClosedSlots.Waiting;
                }
            }
            catch (Exception refusal) when (refusal is not (StoreUnavailableException or OperationCanceledException))
            {
                failed.Add(new FailedSlot(slot, refusal));
            }
        }

        if (gaps.Count > 0)
        {
            await warehouse.RecordGapsAsync(market, gaps, clock.Now.At, cancel);
        }

        DateTimeOffset? next = open.Count == SlotsMax ? open[^1].End : null;
        return new ClosedSlots(open.Count - gaps.Count - failed.Count, gaps, failed, next);
    }
}

/// <summary>The slots that were closed: how many got a book from the archive, and which are gaps.</summary>
/// <param name="Failed">Slots left to the audit because no facts could be computed from their captures.</param>
/// <param name="Next">Where more open slots may follow; null when there are none.</param>
/// <param name="IsWaiting">Whether slots were left open because of the spool's entries or the clock.</param>
public sealed record ClosedSlots(int Finished, IReadOnlyList<Slot> Gaps, IReadOnlyList<FailedSlot> Failed, DateTimeOffset? Next = null, bool IsWaiting = false)
{
    public static readonly ClosedSlots Waiting = new(0, [], [], IsWaiting: true);
}

/// <summary>A slot whose archived captures could not be turned into facts, and why.</summary>
public sealed record FailedSlot(Slot Slot, Exception Refusal);
