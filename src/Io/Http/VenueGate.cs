using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Http;

/// <summary>What all markets of one venue share in this process: the ways to it, its budgets, free connections.</summary>
internal sealed class VenueGate(VenueWays ways, IReadOnlyList<VenueEgress> egresses, IVenueBudgets budgets, FetchLimits limits, TimeProvider time)
    : IDisposable
{
    private readonly Lock sync = new();
    private readonly SemaphoreSlim connections = new(limits.ConcurrentMax);

    /// <summary>The ways to try, in order.</summary>
    public IReadOnlyList<Way> NextOrder()
    {
        lock (sync)
        {
            return ways.NextOrder();
        }
    }

    /// <summary>Why a way is left alone for now; null when it is not.</summary>
    public PullFailure? FindRefusal(Way way)
    {
        lock (sync)
        {
            return ways.FindRefusal(way, time.GetUtcNow());
        }
    }

    /// <summary>How every way stands.</summary>
    public IReadOnlyList<EgressStanding> Show()
    {
        lock (sync)
        {
            return ways.Show(time.GetUtcNow());
        }
    }

    /// <summary>Waits for a free connection; false when none came free in time, else <see cref="ReleaseConnection"/> must follow.</summary>
    public async Task<bool> WaitForConnectionAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(limits.WaitTimeMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            await connections.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public void ReleaseConnection() => connections.Release();

    /// <summary>Waits for a turn on a way. When it came there is no refusal, and <see cref="LeaveAsync"/> must follow.</summary>
    public async Task<VenueTurn> EnterAsync(Way way, int weight, bool isRetry, TimeSpan waitMax, CancellationToken cancel)
    {
        var budget = await WaitForBudgetAsync(way, weight, isRetry, waitMax, cancel).ConfigureAwait(false);
        if (budget.Failure is { } refused)
        {
            NoteStop(way, refused);
            return new VenueTurn(default, budget, refused);
        }

        var (refusal, permit) = TryEnter(way);
        if (refusal is null)
        {
            return new VenueTurn(permit, budget, null);
        }

        await GiveBackAsync(way, budget).ConfigureAwait(false);
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
                ways.NoteUsed(turn.Permit.Way, used.Value);
            }

            if (exchanged is { } ended)
            {
                ways.Leave(turn.Permit, time.GetUtcNow(), failure, ended.Fault);
            }
            else
            {
                ways.Abandon(turn.Permit);
            }
        }

        var way = turn.Permit.Way;
        if (!wasSent)
        {
            await GiveBackAsync(way, turn.Budget).ConfigureAwait(false);
            return;
        }

        if (turn.Budget.Reservation is { } reserved && used is not null)
        {
            await budgets.NoteUsedAsync(egresses[way.Egress], reserved, used.Value).ConfigureAwait(false);
        }

        if (failure is not null && VenueBudget.IsStop(failure))
        {
            NoteStop(way, failure);
            await budgets.NoteStopAsync(egresses[way.Egress], failure).ConfigureAwait(false);
        }
    }

    public void Dispose() => connections.Dispose();

    private (PullFailure? Refusal, WayPermit Permit) TryEnter(Way way)
    {
        lock (sync)
        {
            var now = time.GetUtcNow();
            var refusal = ways.FindRefusal(way, now);
            return (refusal, refusal is null ? ways.Enter(way, now) : default);
        }
    }

    private void NoteStop(Way way, PullFailure failure)
    {
        if (VenueBudget.IsStop(failure))
        {
            lock (sync)
            {
                ways.NoteStop(way, time.GetUtcNow(), failure);
            }
        }
    }

    private async Task<BudgetDecision> WaitForBudgetAsync(Way way, int weight, bool isRetry, TimeSpan waitMax, CancellationToken cancel)
    {
        var egress = egresses[way.Egress];
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
                await GiveBackAsync(way, turn).ConfigureAwait(false);
            }
        }
    }

    private Task GiveBackAsync(Way way, BudgetDecision budget) =>
        budget.Reservation is { } reservation ? budgets.ReturnAsync(egresses[way.Egress], reservation) : Task.CompletedTask;
}

/// <summary>Leave to make one request, or why there is none.</summary>
internal readonly record struct VenueTurn(WayPermit Permit, BudgetDecision Budget, PullFailure? Refusal);
