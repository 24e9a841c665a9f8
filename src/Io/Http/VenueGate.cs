using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Http;

/// <summary>What all markets of one venue share in this process: the budget, its stops, blocked hosts, free connections.</summary>
internal sealed class VenueGate(int weightPerMinute, FetchLimits limits, TimeProvider time) : IDisposable
{
    private readonly Lock sync = new();
    private readonly VenueBudget budget = new(weightPerMinute);
    private readonly Dictionary<Uri, Block> blocks = [];
    private readonly SemaphoreSlim connections = new(limits.ConcurrentMax);

    /// <summary>Waits for a turn; null when it came, and then <see cref="Leave"/> must follow.</summary>
    public async Task<PullFailure?> EnterAsync(int weight, CancellationToken cancel)
    {
        if (FindStop() is { } stopped)
        {
            return stopped;
        }

        var startedAt = time.GetTimestamp();
        if (!await WaitForConnectionAsync(cancel).ConfigureAwait(false))
        {
            return new PullFailure(FailureKind.Budget, $"{limits.ConcurrentMax} requests were under way all the time");
        }

        try
        {
            var failure = await WaitForBudgetAsync(weight, limits.WaitTimeMax - time.GetElapsedTime(startedAt), cancel)
                .ConfigureAwait(false);
            if (failure is not null)
            {
                Leave();
            }

            return failure;
        }
        catch
        {
            Leave();
            throw;
        }
    }

    public void Leave() => connections.Release();

    /// <summary>Takes notice of what a host answered.</summary>
    public void Note(Uri host, PullFailure failure)
    {
        lock (sync)
        {
            var now = time.GetUtcNow();
            budget.Note(now, failure);
            if (failure.Kind == FailureKind.GeoBlocked)
            {
                blocks[host] = new Block(failure, now + limits.GeoBlockedTime);
            }
        }
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

    private async Task<PullFailure?> WaitForBudgetAsync(int weight, TimeSpan waitMax, CancellationToken cancel)
    {
        BudgetDecision decision;
        lock (sync)
        {
            decision = budget.Reserve(time.GetUtcNow(), weight, waitMax);
        }

        if (decision.Failure is not null || decision.Wait <= TimeSpan.Zero)
        {
            return decision.Failure;
        }

        await Task.Delay(decision.Wait, time, cancel).ConfigureAwait(false);
        return FindStop();
    }

    private PullFailure? FindStop()
    {
        lock (sync)
        {
            return budget.FindStop(time.GetUtcNow());
        }
    }

    private readonly record struct Block(PullFailure Failure, DateTimeOffset EndsAt);
}
