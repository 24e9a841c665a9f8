using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Http;

/// <summary>What all markets of one venue share in this process: the routes to it, its budgets, free connections.</summary>
internal sealed class VenueGate(VenueRoutes routes, IReadOnlyList<VenueEgress> egresses, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    : IDisposable
{
    private readonly Lock sync = new();
    private readonly SemaphoreSlim connections = new(limits.ConcurrentMax);

    /// <summary>The routes to try, in order.</summary>
    public IReadOnlyList<Route> NextOrder()
    {
        lock (sync)
        {
            return routes.NextOrder();
        }
    }

    /// <summary>Why a route is left alone for now; null when it is not.</summary>
    public PullFailure? FindRefusal(Route route)
    {
        lock (sync)
        {
            return routes.FindRefusal(route, time.GetUtcNow());
        }
    }

    /// <summary>How every route stands.</summary>
    public IReadOnlyList<EgressStanding> Show()
    {
        lock (sync)
        {
            return routes.Show(time.GetUtcNow());
        }
    }

    /// <summary>Waits for a free connection; false when none came free in time, else <see cref="ReleaseConnection"/> must follow.</summary>
    public async Task<bool> WaitForConnectionAsync(CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(limits.WaitTimeMax, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            await connections.WaitAsync(linked.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public void ReleaseConnection() => connections.Release();

    /// <summary>Waits for a turn on a route. When it came there is no refusal, and <see cref="LeaveAsync"/> must follow.</summary>
    public async Task<VenueTurn> EnterAsync(Route route, int weight, bool isRetry, TimeSpan waitMax, CancellationToken cancel)
    {
        var budget = await WaitForBudgetAsync(route, weight, isRetry, waitMax, cancel).ConfigureAwait(false);
        if (budget.Failure is { } refused)
        {
            NoteStop(route, refused);
            return new VenueTurn(default, budget, refused);
        }

        if (TryEnter(route, out var permit) is not { } refusal)
        {
            return new VenueTurn(permit, budget, null);
        }

        await GiveBackAsync(route, budget).ConfigureAwait(false);
        return new VenueTurn(default, default, refusal);
    }

    /// <summary>Ends a turn with what came of it; one in which nothing reached the venue costs no budget.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="exchanged">Null when nothing was asked, or nobody waited for the answer.</param>
    /// <param name="failure">What the exchange means; null for a book.</param>
    /// <param name="wasSent">Whether something may have reached the venue.</param>
    public async Task LeaveAsync(VenueTurn turn, Exchanged? exchanged, PullFailure? failure, bool wasSent)
    {
        var used = exchanged?.Outcome.TryGet(out var answer, out _) == true ? answer.UsedWeight : null;
        lock (sync)
        {
            if (used is not null)
            {
                routes.NoteUsed(turn.Permit.Route, used.Value);
            }

            if (exchanged is { } ended)
            {
                routes.Leave(turn.Permit, time.GetUtcNow(), failure, ended.Fault);
            }
            else
            {
                routes.Abandon(turn.Permit);
            }
        }

        var route = turn.Permit.Route;
        if (!wasSent)
        {
            await GiveBackAsync(route, turn.Budget).ConfigureAwait(false);
            return;
        }

        if (turn.Budget.Reservation is { } reserved && used is not null)
        {
            await budgets.NoteUsedAsync(egresses[route.Egress], reserved, used.Value).ConfigureAwait(false);
        }

        if (failure is not null && VenueBudget.IsStop(failure))
        {
            NoteStop(route, failure);
            await budgets.NoteStopAsync(egresses[route.Egress], failure).ConfigureAwait(false);
        }
    }

    public void Dispose() => connections.Dispose();

    private PullFailure? TryEnter(Route route, out RoutePermit permit)
    {
        lock (sync)
        {
            return routes.TryEnter(route, time.GetUtcNow(), out permit);
        }
    }

    private void NoteStop(Route route, PullFailure failure)
    {
        if (VenueBudget.IsStop(failure))
        {
            lock (sync)
            {
                routes.NoteStop(route, time.GetUtcNow(), failure);
            }
        }
    }

    private async Task<BudgetDecision> WaitForBudgetAsync(Route route, int weight, bool isRetry, TimeSpan waitMax, CancellationToken cancel)
    {
        var egress = egresses[route.Egress];
        var turn = await budgets.ReserveAsync(egress, weight, isRetry, waitMax, cancel).ConfigureAwait(false);
        if (turn.Failure is not null || turn.Wait <= TimeSpan.Zero)
        {
            return turn;
        }

        var mayGo = false;
        try
        {
            await Task.Delay(turn.Wait, time, cancel).ConfigureAwait(false);
            var stop = await budgets.FindStopAsync(egress, cancel).ConfigureAwait(false);
            mayGo = stop is null;
            return stop is null ? turn : new BudgetDecision(TimeSpan.Zero, stop);
        }
        finally
        {
            if (!mayGo)
            {
                await GiveBackAsync(route, turn).ConfigureAwait(false);
            }
        }
    }

    private Task GiveBackAsync(Route route, BudgetDecision budget) =>
        budget.Reservation is { } reservation ? budgets.ReturnAsync(egresses[route.Egress], reservation) : Task.CompletedTask;
}

/// <summary>Leave to make one request, or why there is none.</summary>
internal readonly record struct VenueTurn(RoutePermit Permit, BudgetDecision Budget, PullFailure? Refusal);
