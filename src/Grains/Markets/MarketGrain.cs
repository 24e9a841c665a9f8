using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Grains.Questions;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Markets;

/// <summary>
/// One market. A one-shot timer runs every attempt inside the grain, one at a time; the reminder is the
/// backstop that sets the timer when a slot is due and not done. Reads interleave and always see a whole book.
/// </summary>
public sealed class MarketGrain(
    [PersistentState("market", MarketGrain.Storage)] IPersistentState<MarketState> state,
    IMarketStore warehouse,
    BookRestorer restorer,
    ProductLearner learner,
    PullPace pace,
    CostAnswers costs,
    PullMetrics metrics,
    SlotLagMetrics lags,
    ClockOffset clock,
    Random jitter,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : Grain, IMarketGrain, IRemindable
{
    public const string Storage = "state";

    private const string ReminderName = "due";

    private Market market;
    private MarketMemory memory = null!;
    private MarketTurns turns = null!;
    private IGrainTimer? attemptTimer;
    private DateTimeOffset nextAttemptAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        market = Market.Parse(this.GetPrimaryKeyString());
        memory = ActivatorUtilities.CreateInstance<MarketMemory>(ServiceProvider, market, state);
        var neighbors = ActivatorUtilities.CreateInstance<MarketNeighbors>(ServiceProvider, market);
        turns = ActivatorUtilities.CreateInstance<MarketTurns>(ServiceProvider, market, memory, neighbors);
        attemptTimer = this.RegisterGrainTimer(
            AttemptAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
        memory.Show(CurrentBook.Of(market, state.State));
        learner.Forget(market);
        if (memory.Latest is null || state.State.UnmovedSince is null)
        {
            memory.Show(await restorer.FindAsync(market, memory.Pair, cancellationToken));
        }

        if (state.State.Active)
        {
            Stay();
            ArmForDueSlot(pace.StartDelay(market.Venue, memory.OffsetKey));
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        lags.Forget(market);
        return Task.CompletedTask;
    }

    public async Task StartAsync()
    {
        var schedule = turns.Schedule;
        await warehouse.StartMarketAsync(market, clock.Now.At, schedule.SlotLength, CancellationToken.None);
        var now = time.GetUtcNow();
        await this.RegisterOrUpdateReminder(ReminderName, schedule.NextCheck(now, memory.OffsetKey) - now, schedule.CheckPeriod);
        await WriteStartedAsync(schedule.SlotLength);
        Stay();
        ArmForDueSlot(pace.StartDelay(market.Venue, memory.OffsetKey));
    }

    // If the last start used the same slot length, what it stored still holds: the reminder exists, and the activation has set the timer.
    public Task ResumeAsync() =>
        state.State.Active && state.State.StartedSlotLength == turns.Schedule.SlotLength ? Task.CompletedTask : StartAsync();

    public async Task StopAsync()
    {
        await warehouse.StopMarketAsync(market, clock.Now.At, CancellationToken.None);
        if (await this.GetReminder(ReminderName) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        attemptTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        DelayDeactivation(TimeSpan.Zero);
        await WriteStartedAsync(null);
        lags.Forget(market);

        // No later attempt will be made for the slots that passed, so their outcomes are recorded now.
        await turns.ClosePassedSlotsAsync();
    }

    /// <summary>A tick only means that something may be due. The timer makes the attempt, so the tick returns at once.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (state.State.Active && nextAttemptAt <= time.GetUtcNow())
        {
            ArmForDueSlot(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    public async Task<PullAnswer> PullNowAsync(DateTimeOffset askedAt)
    {
        // A caller that waited while an attempt ran gets its result; attempts are not queued.
        if (state.State.Active && !turns.HasEndedSince(askedAt) && !await turns.PullAsync(wantsFresh: true))
        {
            DeactivateOnIdle();
        }

        return turns.Refusal is { } refusal ? new PullAnswer(Summary(), Failure: null, refusal) : new PullAnswer(Summary(), turns.LastFailure);
    }

    public Task<MarketSummary> GetSummaryAsync(CancellationToken cancel) => Task.FromResult(Summary());

    public Task<BookAnswer?> GetBookAsync(string? knownHash, CancellationToken cancel) =>
        Task.FromResult(memory.Latest?.ToAnswer(market.ToString(), state.State, knownHash));

    public Task<CostAnswer?> GetCostAsync(CostQuestion question) =>
        Task.FromResult(memory.Latest is { } latest ? costs.Answer(latest, market, Listing.RulesOf(state.State), question) : null);

    private async Task AttemptAsync(CancellationToken timer)
    {
        if (!state.State.Active || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        if (!await turns.AttemptAsync())
        {
            DeactivateOnIdle();
        }

        Arm(turns.NextDelay(jitter));
    }

    private async Task WriteStartedAsync(TimeSpan? slotLength)
    {
        try
        {
            await memory.WriteStartedAsync(slotLength);
        }
        catch (StoreUnavailableException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private void ArmForDueSlot(TimeSpan delay) => Arm(turns.IsSlotDone ? turns.NextDelay(jitter) : delay);

    // Every operation of a market ends by setting its timer for the next attempt.
    private void Arm(TimeSpan delay)
    {
        if (state.State.Active)
        {
            metrics.Begins(market);
            lags.Follow(market, memory.LastSlot, turns.Schedule.SlotLength);
        }
        else
        {
            lags.Forget(market);
        }

        nextAttemptAt = time.GetUtcNow() + delay;
        attemptTimer?.Change(delay, Timeout.InfiniteTimeSpan);
    }

    // A grain that is deactivated while the database is unavailable cannot be activated again until it is back, because its state is there.
    private void Stay() => DelayDeactivation(Timeout.InfiniteTimeSpan);

    private MarketSummary Summary() => MarketSummaries.Summary(market, state.State, memory.Latest, turns.Schedule, clock.Now);
}
