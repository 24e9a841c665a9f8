using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Markets;

/// <summary>
/// The work that one market does, one piece at a time: attempts, and closing of passed slots. A result of false means
/// that another activation of the market has written its state.
/// </summary>
internal sealed partial class MarketTurns(
    Market market,
    MarketMemory memory,
    MarketNeighbors neighbors,
    PullRunner runner,
    SlotClosing closing,
    OutageReports outages,
    PullPace pace,
    ClockOffset clock,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<MarketGrain> log)
{
    /// <summary>Limit for one attempt, everything included.</summary>
    private static readonly TimeSpan AttemptTimeMax = TimeSpan.FromSeconds(25);

    /// <summary>Time that a running attempt has left when the silo stops.</summary>
    private static readonly TimeSpan DrainTimeMax = TimeSpan.FromSeconds(4);

    private readonly MarketProgress progress = new();

    public FailureAnswer? LastFailure => progress.LastFailed is { } failed ? MarketSummaries.Failure(failed) : null;

    public BudgetRefusal? Refusal =>
        progress.Refusal is { } refused ? new BudgetRefusal(refused.Kind.Text(), refused.Message, refused.RetryAfter) : null;

    /// <summary>Whether an attempt ended at this time or after it. An end in the future was dated before a clock was set back.</summary>
    public bool HasEndedSince(DateTimeOffset at) => progress.LastEndedAt >= at && !clock.Now.IsFuture(progress.LastEndedAt);

    public SlotSchedule Schedule => pace.ScheduleOf(market.Venue);

    public bool IsSlotDone => memory.IsDone(Schedule.SlotAt(time.GetUtcNow()));

    /// <summary>Runs the due slot's attempt, then closes the passed slots. Never throws.</summary>
    public async Task<bool> AttemptAsync()
    {
        var isCurrent = true;
        try
        {
            isCurrent = IsSlotDone || await PullAsync(wantsFresh: false);
            await ClosePassedSlotsAsync();
        }
        catch (OperationCanceledException)
        {
            LogAttemptCut(market);
        }
        catch (StoreUnavailableException outage)
        {
            outages.Report(market, outage);
        }
        catch (Exception bug)
        {
            LogAttemptThrew(bug, market);
        }

        return isCurrent;
    }

    public async Task<bool> PullAsync(bool wantsFresh)
    {
        var slot = Schedule.SlotAt(time.GetUtcNow());
        var request = progress.Begin(market, memory.Pair, slot, memory.IsDone(slot), wantsFresh);
        using var deadline = NewDeadline();
        var result = await runner.RunAsync(memory.State, request, deadline);
        progress.End(result, clock.Now.At);
        var isCurrent = await memory.RememberAsync(result, LastFailure);
        if (memory.Pair is { } pair)
        {
            await NotifyAsync(pair, result, deadline.Token);
        }

        return isCurrent;
    }

    /// <summary>Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task ClosePassedSlotsAsync()
    {
        var present = Schedule.SlotAt(time.GetUtcNow());
        using var deadline = NewDeadline();
        if (progress.MayHaveOpenSlots(present)
            && await closing.CloseAsync(market, memory.Pair, progress.ClosedUntil, present, deadline.Token))
        {
            progress.Close(present);
        }
    }

    /// <summary>Time to wait for the next attempt.</summary>
    public TimeSpan NextDelay(Random jitter) => progress.Attempts.NextDelay(Schedule, memory.OffsetKey, time.GetUtcNow(), IsSlotDone, jitter);

    private async Task NotifyAsync(Pair pair, PullResult result, CancellationToken cancel)
    {
        if (result is PullResult.Committed)
        {
            await neighbors.NotifyAssetAsync(pair, cancel);
        }

        await neighbors.NotifyRegistryAsync(pair, cancel);
    }

    // Venues and stores take real time, whatever clock the slots follow.
    private Deadline NewDeadline() => new(AttemptTimeMax, TimeProvider.System, lifetime.ApplicationStopping, DrainTimeMax);

    [LoggerMessage(1001, LogLevel.Warning, "{Market}: the attempt was cancelled by its deadline or because the silo is stopping")]
    private partial void LogAttemptCut(Market market);

    [LoggerMessage(1002, LogLevel.Error, "{Market}: unexpected error in an attempt")]
    private partial void LogAttemptThrew(Exception bug, Market market);
}
