using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>Does what a market's grain does, with the same schedule, progress, attempts and closer.</summary>
internal sealed class SimulatedMarket(Market market, Pair pair, SlotSchedule schedule, GrainStates states, Random jitter, SimulatedSilo silo)
{
    private static readonly TimeSpan AttemptTimeMax = TimeSpan.FromSeconds(25);
    private readonly MarketProgress progress = new();

    public Market Market => market;

    /// <summary>Runs one attempt; returns how long to wait for the next.</summary>
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
            // The attempt's time limit was reached; the next one continues.
        }
        catch (Exception error) when (error is StoreUnavailableException or UnknownStoreException)
        {
            // As above.
        }
        finally
        {
            silo.IsPulling = false;
        }

        var now = Now();
        var wait = progress.Attempts.NextDelay(schedule, pair.Base.Code, now, IsDone(schedule.SlotAt(now)), jitter);
        silo.Witness.Appointed(market, pair.Base.Code, progress.Attempts, now, wait);
        return wait;
    }

    private async Task PullAsync()
    {
        var slot = schedule.SlotAt(Now());
        var request = progress.Begin(market, pair, slot, IsDone(slot), wantsFresh: false);
        silo.Witness.Attempted(market, slot, progress.Attempts.Count);
        if (silo.Plant == Plant.StateAhead)
        {
            Remember(slot);
        }

        using var deadline = new Deadline(AttemptTimeMax, silo.Clock);
        var result = await AttemptAsync(request, deadline);
        silo.Witness.Ended(market, result);
        progress.End(result, Now());
        if (result is PullResult.Committed { Snapshot: var committed })
        {
            Remember(committed.Capture.Slot);
        }
    }

    private async Task<PullResult> AttemptAsync(PullRequest request, Deadline deadline)
    {
        try
        {
            return await silo.Attempt.RunAsync(request, deadline);
        }
        catch (Exception error) when (error is StoreUnavailableException or UnknownStoreException)
        {
            // Whatever the stores do, the venue is asked and the attempt has a result.
            silo.Witness.Report($"{market}: an attempt threw: {error.Message}");
            throw;
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
        if (!progress.MayHaveOpenSlots(present) || silo.Outages.Blocking is not null)
        {
            return;
        }

        using var deadline = new Deadline(AttemptTimeMax, silo.Clock);
        ClosedSlots closed;
        DateTimeOffset? next = progress.ClosedUntil;
        do
        {
            closed = await silo.Closer.CloseAsync(market, pair, next.Value, present, deadline.Token);
            next = closed.Next;
        }
        while (next is not null);

        if (!closed.IsWaiting)
        {
            progress.Close(present);
        }
    }

    private bool IsDone(Slot slot) => states.LastSlotOf(market) >= slot.Start;

    private DateTimeOffset Now() => silo.Clock.GetUtcNow();
}
