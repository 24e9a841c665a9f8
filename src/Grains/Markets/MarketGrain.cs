using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Markets;

/// <summary>
/// One market. A one-shot timer makes every attempt, on the grain's own turns and one at a time; the reminder is the
/// backstop that arms it when a slot is due and not done. Reads interleave and see the latest book whole.
/// </summary>
public sealed partial class MarketGrain(
    [PersistentState("market", MarketGrain.Storage)] IPersistentState<MarketState> state,
    MarketPuller puller,
    IWarehouse warehouse,
    PullPace pace,
    CostAnswers costs,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<MarketGrain> log) : Grain, IMarketGrain, IRemindable
{
    /// <summary>Name of the grain storage.</summary>
    public const string Storage = "state";

    private const string ReminderName = "due";

    /// <summary>One attempt, everything included (DESIGN: slots and pulls).</summary>
    private static readonly TimeSpan AttemptTimeMax = TimeSpan.FromSeconds(25);

    /// <summary>What is left to an attempt under way when the silo is told to stop.</summary>
    private static readonly TimeSpan DrainTimeMax = TimeSpan.FromSeconds(4);

    private Market market;
    private IGrainTimer? attemptTimer;
    private CurrentBook? latest;
    private SlotAttempts attempts;
    private EndedAttempt lastAttempt;
    private DateTimeOffset nextAttemptAt;
    private Pair? notifiedPair;

    /// <summary>The last slot of which the stores or the spool have a book, as far as this activation knows.</summary>
    private Slot? keptSlot;

    /// <summary>Every slot before this has its outcome.</summary>
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        market = Market.Parse(this.GetPrimaryKeyString());
        attemptTimer = this.RegisterGrainTimer(
            AttemptAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
        latest = CurrentBook.Of(state.State) ?? await RestoreAsync(cancellationToken);
        if (state.State.Active)
        {
            Stay();
            ArmForDueSlot(pace.StartDelay(market.Venue, OffsetKey));
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        puller.Leave(market);
        return Task.CompletedTask;
    }

    public async Task StartAsync()
    {
        await warehouse.StartMarketAsync(market, time.GetUtcNow(), Schedule.SlotLength, CancellationToken.None);
        var now = time.GetUtcNow();
        await this.RegisterOrUpdateReminder(ReminderName, Schedule.NextCheck(now, OffsetKey) - now, Schedule.CheckPeriod);
        await WriteStartedAsync(Schedule.SlotLength);
        Stay();
        ArmForDueSlot(pace.StartDelay(market.Venue, OffsetKey));
    }

    // What is stored is true already when the last start was this one: its reminder stands, and coming up has set the timer.
    public Task ResumeAsync() =>
        state.State.Active && state.State.StartedSlotLength == Schedule.SlotLength ? Task.CompletedTask : StartAsync();

    public async Task StopAsync()
    {
        await warehouse.StopMarketAsync(market, time.GetUtcNow(), CancellationToken.None);
        if (await this.GetReminder(ReminderName) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        attemptTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        DelayDeactivation(TimeSpan.Zero);
        await WriteStartedAsync(null);
        puller.Leave(market);

        // Nobody comes back for the slots that passed, so they get their outcomes now.
        using var closing = NewDeadline();
        await ClosePassedSlotsAsync(closing.Token);
    }

    /// <summary>A tick only means that something may be due; the attempt itself is the timer's, so the tick ends at once.</summary>
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
        // Whoever waited while an attempt was made has its result; nobody queues up attempts.
        if (state.State.Active && lastAttempt.At < askedAt)
        {
            await PullAsync(wantsFresh: true);
        }

        return new PullAnswer(Summary(), lastAttempt.Failure);
    }

    public Task<MarketSummary> GetSummaryAsync(CancellationToken cancel) => Task.FromResult(Summary());

    public Task<BookAnswer?> GetBookAsync(string? knownHash, CancellationToken cancel) => Task.FromResult(latest?.ToAnswer(market.ToString(), state.State, knownHash));

    public Task<CostAnswer?> GetCostAsync(CostQuestion question) =>
        Task.FromResult(
            latest is null
                ? null
                : costs.Answer(latest, market, Listing.RulesOf(state.State), question));

    // A grain that was deactivated while the database is unavailable cannot be activated before it is back: its state is there.
    private void Stay() => DelayDeactivation(Timeout.InfiniteTimeSpan);

    private string OffsetKey => state.State.BaseAsset ?? market.ToString();

    private SlotSchedule Schedule => pace.ScheduleOf(market.Venue);

    private bool IsDone(Slot slot) =>
        state.State.SlotLength == slot.Length && state.State.LastSlot >= slot.Start;

    private MarketSummary Summary() => MarketSummaries.Summary(market, state.State, latest, Schedule, time.GetUtcNow());
}
