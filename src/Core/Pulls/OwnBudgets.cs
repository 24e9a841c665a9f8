namespace OrderBookSilo.Core.Pulls;

/// <summary>The budgets of this process, which has an address of its own.</summary>
public sealed class OwnBudgets(BudgetLimits limits, TimeProvider time) : IVenueBudgets
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, VenueBudget> budgets = new(StringComparer.Ordinal);

    public Task<BudgetDecision> ReserveAsync(string venue, int weight, TimeSpan waitMax, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(BudgetOf(venue).Reserve(time.GetUtcNow(), weight, waitMax));
        }
    }

    public Task ReturnAsync(string venue, Reservation reservation)
    {
        lock (sync)
        {
            BudgetOf(venue).Return(reservation);
        }

        return Task.CompletedTask;
    }

    public Task<PullFailure?> FindStopAsync(string venue, CancellationToken cancel)
    {
        lock (sync)
        {
            return Task.FromResult(BudgetOf(venue).FindStop(time.GetUtcNow()));
        }
    }

    public Task NoteStopAsync(string venue, PullFailure failure)
    {
        lock (sync)
        {
            BudgetOf(venue).Note(time.GetUtcNow(), failure);
        }

        return Task.CompletedTask;
    }

    private VenueBudget BudgetOf(string venue)
    {
        if (!budgets.TryGetValue(venue, out var budget))
        {
            budget = new VenueBudget(limits.Of(venue));
            budgets.Add(venue, budget);
        }

        return budget;
    }
}
