using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Gives every passed slot its one outcome: facts from a capture that was archived but not finished, else a gap.</summary>
public sealed class SlotCloser(PullPipeline pipeline, IWarehouse warehouse, Spool spool, TimeProvider time)
{
    /// <summary>Slots closed in one call; a long outage takes several.</summary>
    public const int SlotsMax = 100;

    /// <summary>
    /// Closes the oldest open slots from this instant on and before this slot, and returns what came of them; fewer than
    /// <see cref="SlotsMax"/> of them means none is left. While anything waits in the spool nothing is closed: it may be the slot's book. Throws <see cref="StoreUnavailableException"/>; what was closed by then stays closed.
    /// </summary>
    public async Task<ClosedSlots> CloseAsync(Market market, Pair? pair, DateTimeOffset from, Slot before, CancellationToken cancel)
    {
        if (!spool.IsEmpty)
        {
            return ClosedSlots.Waiting;
        }

        var open = await warehouse.FindOpenSlotsAsync(market, from, before, SlotsMax, cancel);
        var gaps = new List<Slot>();
        foreach (var slot in open)
        {
            if (await pipeline.FinishAsync(market, pair, slot, cancel) is not { } finished)
            {
                gaps.Add(slot);
            }
            else if (!finished.IsCommitted)
            {
                return ClosedSlots.Waiting;
            }
        }

        if (gaps.Count > 0)
        {
            await warehouse.RecordGapsAsync(market, gaps, time.GetUtcNow(), cancel);
        }

        return new ClosedSlots(open.Count - gaps.Count, gaps);
    }
}

/// <summary>Passed slots that were given their outcome: how many got a book from the archive, and which are gaps.</summary>
/// <param name="IsWaiting">Whether slots were left open for what the spool holds.</param>
public sealed record ClosedSlots(int Finished, IReadOnlyList<Slot> Gaps, bool IsWaiting = false)
{
    public static readonly ClosedSlots Waiting = new(0, [], IsWaiting: true);

    public int Count => Finished + Gaps.Count;
}
