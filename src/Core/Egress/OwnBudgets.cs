using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>Budgets of a process that does not share its egress addresses.</summary>
public sealed class OwnBudgets(BudgetLimits limits, TimeProvider time) : IVenueBudgets
{
    private readonly Lock sync = new();
    private readonly Dictionary<VenueEgress, VenueBudget> budgets = [];

    public Task<BudgetDecision> ReserveAsync(VenueEgress egress, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(BudgetOf(egress).Reserve(time.GetUtcNow(), weight, waitMax, priority));
        }
    }

    public Task ReturnAsync(VenueEgress egress, Reservation reservation)
    {
        lock (sync)
        {
            BudgetOf(egress).Return(reservation);
        }

        return Task.CompletedTask;
    }

    public Task<PullFailure?> FindStopAsync(VenueEgress egress, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(BudgetOf(egress).FindStop(time.GetUtcNow()));
        }
    }

    public Task NoteStopAsync(VenueEgress egress, PullFailure failure)
    {
        lock (sync)
        {
            BudgetOf(egress).Note(time.GetUtcNow(), failure);
        }

        return Task.CompletedTask;
    }

    public Task NoteUsedAsync(VenueEgress egress, Reservation sent, int usedWeight)
    {
        lock (sync)
        {
            BudgetOf(egress).NoteUsed(sent, usedWeight);
        }

        return Task.CompletedTask;
    }

    private VenueBudget BudgetOf(VenueEgress egress)
    {
        if (!budgets.TryGetValue(egress, out var budget))
        {
            budget = new VenueBudget(limits.Of(egress.Venue));
            budgets.Add(egress, budget);
        }

        return budget;
    }
}
