using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Http;

/// <summary>Permits requests to one venue for all its markets in this process: a free connection, budget, and a usable route.</summary>
internal sealed class VenueGate(VenueRoutes routes, IReadOnlyList<VenueEgress> egresses, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    : IDisposable
{
    /// <summary>The part of the connections that requests on demand may use, so that callers do not keep pulls waiting.</summary>
    private const int OnDemandPart = 4;

    private readonly SemaphoreSlim connections = new(limits.ConcurrentMax);
    private readonly SemaphoreSlim onDemand = new(Math.Max(1, limits.ConcurrentMax / OnDemandPart));

    /// <summary>
    /// Waits for a free connection; false when none became free in time, otherwise <see cref="ReleaseConnection"/> must follow.
    /// </summary>
    public async Task<bool> WaitForConnectionAsync(RequestPriority priority, CancellationToken cancel)
    {
        using var deadline = new Deadline(limits.WaitTimeMax, time, cancel);
        var isOnDemand = priority == RequestPriority.OnDemand;
        if (isOnDemand && !await TryEnterAsync(onDemand, deadline).ConfigureAwait(false))
        {
            return false;
        }

        var hasConnection = false;
        try
        {
            return hasConnection = await TryEnterAsync(connections, deadline).ConfigureAwait(false);
        }
        finally
        {
            if (isOnDemand && !hasConnection)
            {
                onDemand.Release();
            }
        }
    }

    public void ReleaseConnection(RequestPriority priority)
    {
        connections.Release();
        if (priority == RequestPriority.OnDemand)
        {
            onDemand.Release();
        }
    }

    /// <summary>Waits for permission to use a route. Unless it is refused, <see cref="LeaveAsync"/> must follow.</summary>
    public async Task<VenueTurn> EnterAsync(Route route, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel)
    {
        var budget = await WaitForBudgetAsync(route, weight, priority, waitMax, cancel).ConfigureAwait(false);
        if (budget.Failure is { } refused)
        {
            NoteStop(route, refused);
            return new VenueTurn(default, budget, refused);
        }

        if (routes.TryEnter(route, time.GetUtcNow(), out var permit) is not { } refusal)
        {
            return new VenueTurn(permit, budget, null);
        }

        await GiveBackAsync(route, budget).ConfigureAwait(false);
        return new VenueTurn(default, default, refusal);
    }

    /// <summary>Reports the end of a permitted request; if it cannot have reached the venue, its budget is returned.</summary>
    /// <param name="turn">The permission.</param>
    /// <param name="exchange">The request that used it.</param>
    /// <param name="failure">The meaning of its response; null for a success, and when it did not end.</param>
    public async Task LeaveAsync(VenueTurn turn, HttpExchange exchange, PullFailure? failure)
    {
        var route = turn.Permit.Route;
        if (exchange.UsedWeight is { } usedWeight)
        {
            routes.NoteUsed(route, usedWeight);
        }

        if (exchange.HasEnded)
        {
            routes.Leave(turn.Permit, time.GetUtcNow(), failure, exchange.Fault);
        }
        else
        {
            routes.Abandon(turn.Permit);
        }

        if (!exchange.MayHaveArrived)
        {
            await GiveBackAsync(route, turn.Budget).ConfigureAwait(false);
            return;
        }

        if (turn.Budget.Reservation is { } reserved && exchange.UsedWeight is { } used)
        {
            await budgets.NoteUsedAsync(egresses[route.Egress], reserved, used).ConfigureAwait(false);
        }

        if (failure is not null && VenueBudget.IsStop(failure))
        {
            NoteStop(route, failure);
            await budgets.NoteStopAsync(egresses[route.Egress], failure).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        onDemand.Dispose();
    }

    private static async Task<bool> TryEnterAsync(SemaphoreSlim places, Deadline deadline)
    {
        try
        {
            await places.WaitAsync(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!deadline.IsStopped)
        {
            return false;
        }
    }

    private void NoteStop(Route route, PullFailure failure)
    {
        if (VenueBudget.IsStop(failure))
        {
            routes.NoteStop(route, time.GetUtcNow(), failure);
        }
    }

    private async Task<BudgetDecision> WaitForBudgetAsync(Route route, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel)
    {
        var egress = egresses[route.Egress];
        var decision = await budgets.ReserveAsync(egress, weight, priority, waitMax, cancel).ConfigureAwait(false);
        if (decision.Failure is not null || decision.Wait <= TimeSpan.Zero)
        {
            return decision;
        }

        var isGranted = false;
        try
        {
            await Task.Delay(decision.Wait, time, cancel).ConfigureAwait(false);
            var stop = await budgets.FindStopAsync(egress, cancel).ConfigureAwait(false);
            isGranted = stop is null;
            return stop is null ? decision : new BudgetDecision(TimeSpan.Zero, stop);
        }
        finally
        {
            if (!isGranted)
            {
                await GiveBackAsync(route, decision).ConfigureAwait(false);
            }
        }
    }

    private Task GiveBackAsync(Route route, BudgetDecision budget) =>
        budget.Reservation is { } reservation ? budgets.ReturnAsync(egresses[route.Egress], reservation) : Task.CompletedTask;
}

/// <summary>Permission to send one request, or the reason it was denied.</summary>
internal readonly record struct VenueTurn(RoutePermit Permit, BudgetDecision Budget, PullFailure? Refusal);
