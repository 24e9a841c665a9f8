using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Storage;

namespace OrderBookSilo.Grains.Markets;

/// <summary>The attempts of a market: when the timer runs, what an attempt changes, and when the next one is.</summary>
public sealed partial class MarketGrain
{
    /// <summary>The timer's turn: the due slot's attempt, then the slots that passed, then the next appointment. Never throws.</summary>
    private async Task AttemptAsync(CancellationToken timer)
    {
        if (!state.State.Active || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        try
        {
            if (!IsDone(Schedule.SlotAt(time.GetUtcNow())))
            {
                await PullAsync(wantsFresh: false);
            }

            using var closing = NewDeadline();
            await ClosePassedSlotsAsync(closing.Token);
        }
        catch (OperationCanceledException)
        {
            LogAttemptCut(market);
        }
        catch (StoreUnavailableException unavailable)
        {
            puller.Report(market, unavailable);
        }
        catch (Exception bug)
        {
            LogAttemptThrew(bug, market);
        }

        ArmNext();
    }

    private async Task PullAsync(bool wantsFresh)
    {
        var slot = Schedule.SlotAt(time.GetUtcNow());
        attempts = attempts.NextIn(slot);
        var request = new PullRequest(
            market, null, Schedule.SlotLength, IsDone(slot), SlotIsCaptured: keptSlot == slot, wantsFresh, IsRetry: attempts.Count > 1 && !wantsFresh);
        using var deadline = NewDeadline();
        var result = await puller.PullAsync(state.State, request, deadline.Token, lifetime.ApplicationStopping);
        attempts = attempts with { LastFailure = result.Failed?.Failure };
        lastAttempt = new EndedAttempt(time.GetUtcNow(), result.Failed is null ? null : MarketSummaries.Failure(result.Failed));
        state.State.LastFailure = lastAttempt.Failure ?? state.State.LastFailure;
        if (result.Snapshot is { } snapshot && !(latest?.ReceivedAt > snapshot.Capture.ReceivedAt))
        {
            latest = CurrentBook.Of(snapshot);
        }

        keptSlot = result is { Snapshot: { } kept } && (result.IsCommitted || result.IsKept) ? kept.Capture.Slot : keptSlot;
        if (result is { IsCommitted: true, Snapshot: { } committed })
        {
            await RememberAsync(committed.Capture.Slot);
            await NotifyAssetAsync(deadline.Token);
        }

        await NotifyRegistryAsync(deadline.Token);
    }

    // Whoever asks for a pair finds its markets in the registry, which cannot know the pair of a market that is new to the warehouse.
    private async Task NotifyRegistryAsync(CancellationToken cancel)
    {
        if (MarketSummaries.PairOf(state.State) is not { } pair || pair == notifiedPair)
        {
            return;
        }

        try
        {
            var registry = GrainFactory.GetGrain<IRegistryGrain>(IRegistryGrain.Key);
            await registry.SetPairAsync(market.ToString(), pair.Base.Code, pair.Quote.Code, cancel);
            notifiedPair = pair;
        }
        catch (Exception e)
        {
            LogRegistryNotNotified(e, market);
        }
    }

    // The asset's reminder comes to the slot as well, only later.
    private async Task NotifyAssetAsync(CancellationToken cancel)
    {
        if (MarketSummaries.PairOf(state.State) is not { } pair)
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<IAssetGrain>(pair.Base.Code).NotifyAsync(cancel);
        }
        catch (Exception e)
        {
            LogAssetNotNotified(market, e.Message);
        }
    }

    private async Task ClosePassedSlotsAsync(CancellationToken cancel)
    {
        var present = Schedule.SlotAt(time.GetUtcNow());
        if (present.Start > closedUntil && !puller.IsStoreAway && await puller.CloseAsync(market, state.State, closedUntil, present, cancel))
        {
            closedUntil = present.Start;
        }
    }

    // One write a slot: a refresh of a slot that is done stays in memory.
    private async Task RememberAsync(Slot slot)
    {
        if (IsDone(slot))
        {
            return;
        }

        state.State.SlotLength = slot.Length;
        state.State.LastSlot = slot.Start;
        state.State.ReceivedAt = latest!.ReceivedAt;
        state.State.CompactBook = latest.Compact;
        await WriteStateAsync();
    }

    // Whether a market is active is no cache: a start or stop that is not written did not happen.
    private async Task WriteStartedAsync(TimeSpan? slotLength)
    {
        var before = (state.State.Active, state.State.StartedSlotLength);
        if (before == (slotLength is not null, slotLength))
        {
            return;
        }

        (state.State.Active, state.State.StartedSlotLength) = (slotLength is not null, slotLength);
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            (state.State.Active, state.State.StartedSlotLength) = before;
            DeactivateOnIdle();
            throw new StoreUnavailableException("grain state", e);
        }
    }

    private async Task WriteStateAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation of this market wrote: its state is as good as ours, so start again from it.
            puller.StateNotWritten(isRace: true);
            LogStateRace(market);
            DeactivateOnIdle();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A cache: the warehouse has the facts, and the next slot writes again.
            puller.StateNotWritten(isRace: false);
            LogStateNotWritten(e, market);
        }
    }

    private void ArmForDueSlot(TimeSpan delay)
    {
        if (!IsDone(Schedule.SlotAt(time.GetUtcNow())))
        {
            Arm(delay);
        }
        else
        {
            ArmNext();
        }
    }

    private void ArmNext()
    {
        var now = time.GetUtcNow();
        Arm(attempts.NextDelay(Schedule, OffsetKey, now, IsDone(Schedule.SlotAt(now)), puller.Jitter));
    }

    // Whatever a market does ends in its next appointment.
    private void Arm(TimeSpan delay)
    {
        puller.Follow(market, state.State, Schedule.SlotLength);
        nextAttemptAt = time.GetUtcNow() + delay;
        attemptTimer?.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private async Task<CurrentBook?> RestoreAsync(CancellationToken cancel)
    {
        try
        {
            return await puller.RestoreAsync(market, state.State, cancel) is { } snapshot ? CurrentBook.Of(snapshot) : null;
        }
        catch (StoreUnavailableException unavailable)
        {
            puller.Report(market, unavailable);
            return null;
        }
    }

    private AttemptDeadline NewDeadline() => new(AttemptTimeMax, DrainTimeMax, lifetime.ApplicationStopping);

    [LoggerMessage(1001, LogLevel.Warning, "{Market}: the attempt was cut short by its deadline or the silo's stop")]
    private partial void LogAttemptCut(Core.Markets.Market market);

    [LoggerMessage(1002, LogLevel.Error, "{Market}: the attempt failed in a way it never should")]
    private partial void LogAttemptThrew(Exception bug, Core.Markets.Market market);

    [LoggerMessage(1003, LogLevel.Warning, "{Market}: another activation wrote the state first; starting again from it")]
    private partial void LogStateRace(Core.Markets.Market market);

    [LoggerMessage(1005, LogLevel.Warning, "{Market}: the registry does not know its pair yet; the next attempt tells it again")]
    private partial void LogRegistryNotNotified(Exception e, Core.Markets.Market market);

    [LoggerMessage(1006, LogLevel.Warning, "{Market}: its asset was not told of the book ({Message}); its next check finds it")]
    private partial void LogAssetNotNotified(Core.Markets.Market market, string message);

    [LoggerMessage(1004, LogLevel.Warning, "{Market}: the state was not written; the next slot writes it again")]
    private partial void LogStateNotWritten(Exception e, Core.Markets.Market market);
}

/// <summary>When the last attempt ended, and the failure if it had one.</summary>
internal readonly record struct EndedAttempt(DateTimeOffset At, FailureAnswer? Failure);
