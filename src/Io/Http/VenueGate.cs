using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Http;

/// <summary>What all markets of one venue share in this process: its turn in the budget, blocked hosts, free connections.</summary>
internal sealed class VenueGate(string venue, IVenueBudgets budgets, FetchLimits limits, TimeProvider time) : IDisposable
{
    private readonly Lock sync = new();
    private readonly Dictionary<Uri, Block> blocks = [];
    private readonly SemaphoreSlim connections = new(limits.ConcurrentMax);

    /// <summary>Waits for a turn. When it came there is no failure, and <see cref="LeaveAsync"/> must follow.</summary>
    public async Task<BudgetDecision> EnterAsync(int weight, CancellationToken cancel)
    {
        var startedAt = time.GetTimestamp();
        if (!await WaitForConnectionAsync(cancel).ConfigureAwait(false))
        {
            return Refused(new PullFailure(FailureKind.Budget, $"{limits.ConcurrentMax} requests were under way all the time"));
        }

        var isIn = false;
        try
        {
            var turn = await WaitForBudgetAsync(weight, limits.WaitTimeMax - time.GetElapsedTime(startedAt), cancel).ConfigureAwait(false);
            isIn = turn.Failure is null;
            return turn;
        }
        finally
        {
            if (!isIn)
            {
                connections.Release();
            }
        }
    }

    /// <summary>Ends a turn; one in which nothing reached the venue costs no budget.</summary>
    public async Task LeaveAsync(BudgetDecision turn, bool wasSent)
    {
        try
        {
            await (wasSent ? Task.CompletedTask : GiveBackAsync(turn)).ConfigureAwait(false);
        }
        finally
        {
            connections.Release();
        }
    }

    /// <summary>Takes notice of what a host answered.</summary>
    public Task NoteAsync(Uri host, PullFailure failure)
    {
        if (failure.Kind == FailureKind.GeoBlocked)
        {
            lock (sync)
            {
                blocks[host] = new Block(failure, time.GetUtcNow() + limits.GeoBlockedTime);
            }
        }

        return VenueBudget.IsStop(failure) ? budgets.NoteStopAsync(venue, failure) : Task.CompletedTask;
    }

    /// <summary>Why a host is left alone for now; null when it is not.</summary>
    public PullFailure? FindBlock(Uri host)
    {
        lock (sync)
        {
            var left = blocks.TryGetValue(host, out var block) ? block.EndsAt - time.GetUtcNow() : TimeSpan.Zero;
            return left <= TimeSpan.Zero
                ? null
                : new PullFailure(block.Failure.Kind, $"not asked for another {left.TotalSeconds:0} s: {block.Failure.Message}", null, left);
        }
    }

    public void Dispose() => connections.Dispose();

    private async Task<bool> WaitForConnectionAsync(CancellationToken cancel)
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

    private async Task<BudgetDecision> WaitForBudgetAsync(int weight, TimeSpan waitMax, CancellationToken cancel)
    {
        var turn = await budgets.ReserveAsync(venue, weight, waitMax, cancel).ConfigureAwait(false);
        if (turn.Failure is not null || turn.Wait <= TimeSpan.Zero)
        {
            return turn;
        }

        var mayGo = false;
        try
        {
            await Task.Delay(turn.Wait, time, cancel).ConfigureAwait(false);
            var stop = await budgets.FindStopAsync(venue, cancel).ConfigureAwait(false);
            mayGo = stop is null;
            return stop is null ? turn : Refused(stop);
        }
        finally
        {
            if (!mayGo)
            {
                await GiveBackAsync(turn).ConfigureAwait(false);
            }
        }
    }

    private Task GiveBackAsync(BudgetDecision turn) =>
        turn.Reservation is { } reservation ? budgets.ReturnAsync(venue, reservation) : Task.CompletedTask;

    private static BudgetDecision Refused(PullFailure failure) => new(TimeSpan.Zero, failure);

    private readonly record struct Block(PullFailure Failure, DateTimeOffset EndsAt);
}
