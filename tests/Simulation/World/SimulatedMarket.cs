using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>What the grain of a market does with its turns, on the same schedule, pipeline and closer.</summary>
internal sealed class SimulatedMarket(Market market, Pair pair, SlotSchedule schedule, GrainStates states, Random jitter, SimulatedSilo silo)
{
    private static readonly TimeSpan AttemptTimeMax = TimeSpan.FromSeconds(25);
    private SlotAttempts attempts;
    private Slot? keptSlot;
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue;

    public Market Market => market;

    /// <summary>One attempt; returns how long to wait for the next.</summary>
    public async Task<TimeSpan> RunAsync()
    {
        silo.IsPulling = true;
        try
        {
            if (!IsDone(schedule.SlotAt(Now())))
            {
                await PullAsync();
            }

            await ClosePassedSlotsAsync();
        }
        catch (OperationCanceledException)
        {
            // The attempt's time was over; the next one goes on.
        }
        catch (StoreUnavailableException)
        {
            // As above.
        }
        finally
        {
            silo.IsPulling = false;
        }

        var now = Now();
        var wait = attempts.NextDelay(schedule, pair.Base.Code, now, IsDone(schedule.SlotAt(now)), jitter);
        silo.Witness.Appointed(market, pair.Base.Code, attempts, now, wait);
        return wait;
    }

    private async Task PullAsync()
    {
        var slot = schedule.SlotAt(Now());
        attempts = attempts.NextIn(slot);
        silo.Witness.Attempted(market, slot, attempts.Count);
        var request = new PullRequest(
            market, pair, schedule.SlotLength, IsDone(slot), SlotIsCaptured: keptSlot == slot, WantsFresh: false, IsRetry: attempts.Count > 1);
        var startedAt = Now();
        if (silo.Plant == Plant.StateAhead)
        {
            Remember(slot);
        }

        using var deadline = new CancellationTokenSource(AttemptTimeMax, silo.Clock);
        PullResult result;
        try
        {
            result = await silo.Pipeline.RunAsync(request, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            var failure = new PullFailure(FailureKind.Interrupted, "the attempt took longer than it may");
            result = await silo.Pipeline.FailAsync(new FailedPull(market, slot, startedAt, Now(), failure), CancellationToken.None);
        }

        silo.Witness.Ended(market, result);
        attempts = attempts with { LastFailure = result.Failed?.Failure };
        keptSlot = result is { Snapshot: { } kept } && (result.IsCommitted || result.IsKept) ? kept.Capture.Slot : keptSlot;
        if (result is { IsCommitted: true, Snapshot: { } committed })
        {
            Remember(committed.Capture.Slot);
        }
    }

    private void Remember(Slot slot)
    {
        if (!IsDone(slot))
        {
            silo.WriteState(market, slot.Start);
        }
    }

    private async Task ClosePassedSlotsAsync()
    {
        var present = schedule.SlotAt(Now());
        if (present.Start <= closedUntil || silo.Spool.StoreAway is not null)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(AttemptTimeMax, silo.Clock);
        ClosedSlots closed;
        DateTimeOffset? next = closedUntil;
        do
        {
            closed = await silo.Closer.CloseAsync(market, pair, next.Value, present, deadline.Token);
            next = closed.Next;
        }
        while (next is not null);

        closedUntil = closed.IsWaiting ? closedUntil : present.Start;
    }

    private bool IsDone(Slot slot) => states.LastSlotOf(market) >= slot.Start;

    private DateTimeOffset Now() => silo.Clock.GetUtcNow();
}
