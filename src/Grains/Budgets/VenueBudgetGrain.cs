using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Markets;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrderBookSilo.Grains.Budgets;

/// <summary>
/// The budget of one venue for a cluster behind one egress address; <see cref="VenueBudget"/> decides. A reservation is written
/// before it is granted. So a silo that is killed does not lose the record of the last minute, and when two activations exist,
/// the older one fails its write and grants nothing. This costs one small write per request to an exchange, and no request is
/// granted while the database is unavailable.
/// </summary>
public sealed partial class VenueBudgetGrain(
    [PersistentState("venueBudget", MarketGrain.Storage)] IPersistentState<VenueBudgetState> state,
    BudgetLimits limits,
    ClockOffset clock,
    ILogger<VenueBudgetGrain> log) : Grain, IVenueBudgetGrain
{
    /// <summary>How far the readings of the shared clock may differ: the budget may move to a silo whose reading is ahead.</summary>
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(2);

    /// <summary>A request can be late by the transit time of the permit, of the question after the wait, and of the request itself.</summary>
    public static readonly TimeSpan Window = VenueBudget.Window + (2 * SharedBudgets.LateMax) + ClockDifferenceMax;

    private VenueBudget budget = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        budget = state.State.ToBudget(limits.Of(VenueEgress.Parse(this.GetPrimaryKeyString()).Venue), Window);
        return Task.CompletedTask;
    }

    public Task<BudgetAnswer> ReserveAsync(int weight, TimeSpan waitMax, CancellationToken cancel) =>
        AnswerAsync(budget.Reserve(clock.Now.At, weight, waitMax), cancel);

    public Task<BudgetAnswer> ReserveRetryAsync(int weight, CancellationToken cancel) =>
        AnswerAsync(budget.Reserve(clock.Now.At, weight, TimeSpan.Zero, RequestPriority.Retry), cancel);

    public Task<BudgetAnswer> ReserveOnDemandAsync(int weight, CancellationToken cancel) =>
        AnswerAsync(budget.Reserve(clock.Now.At, weight, TimeSpan.Zero, RequestPriority.OnDemand), cancel);

    // Not written: if it is lost, the unused weight counts for one minute.
    public Task ReturnAsync(ReservedWeight reserved)
    {
        budget.Return(reserved.ToReservation());
        return Task.CompletedTask;
    }

    public Task<BudgetRefusal?> FindStopAsync(CancellationToken cancel) =>
        Task.FromResult(budget.FindStop(clock.Now.At) is { } stop ? Refusal(stop) : null);

    public async Task NoteStopAsync(BudgetRefusal refusal)
    {
        if (SnakeCase.TryParse<FailureKind>(refusal.Kind, out var kind))
        {
            budget.Note(clock.Now.At, new PullFailure(kind, refusal.Message, null, refusal.RetryAfter));
            await WriteAsync(CancellationToken.None);
        }
    }

    // Not written: if it is lost, the venue's next answer reports it again.
    public Task NoteUsedAsync(ReservedWeight sent, int usedWeight)
    {
        budget.NoteUsed(sent.ToReservation(), usedWeight);
        return Task.CompletedTask;
    }

    private async Task<BudgetAnswer> AnswerAsync(BudgetDecision decision, CancellationToken cancel)
    {
        if (decision.Failure is { } failure)
        {
            return new BudgetAnswer(TimeSpan.Zero, null, Refusal(failure));
        }

        if (decision.Reservation is not { } reservation)
        {
            return new BudgetAnswer(decision.Wait, null, null);
        }

        try
        {
            await WriteAsync(cancel);
        }
        catch
        {
            budget.Return(reservation);
            throw;
        }

        return new BudgetAnswer(decision.Wait, reservation.ToWeight(), null);
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        state.State.Take(budget);
        try
        {
            await state.WriteStateAsync(cancel);
        }
        catch (InconsistentStateException)
        {
            LogLeftBehind(this.GetPrimaryKeyString());
            DeactivateOnIdle();
            throw;
        }
    }

    private static BudgetRefusal Refusal(PullFailure failure) => new(failure.Kind.Text(), failure.Message, failure.RetryAfter);

    [LoggerMessage(1301, LogLevel.Warning, "{Venue}: another activation holds the budget; deactivating this one")]
    private partial void LogLeftBehind(string venue);
}
