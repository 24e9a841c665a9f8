using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Budgets;

/// <summary>Budgets shared by all silos of a cluster that reach the venues from one address, held by a grain for each venue and address.</summary>
public sealed partial class SharedBudgets(IGrainFactory grains, TimeProvider time, ILogger<SharedBudgets> log) : IVenueBudgets
{
    /// <summary>A permit that took longer to arrive is not used, because its window may have passed.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromSeconds(2);

    /// <summary>How long a pull waits for the budget's answer, for example when its grain has just lost its silo.</summary>
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromSeconds(8);

    /// <summary>Stop orders that the venue's grain has not received yet; until it has, this silo requests no permits.</summary>
    private readonly ConcurrentDictionary<VenueEgress, PullFailure> pendingStops = new();

    public async Task<BudgetDecision> ReserveAsync(VenueEgress egress, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            while (true)
            {
                await NotifyStopAsync(egress, cancel).ConfigureAwait(false);
                var askedAt = time.GetTimestamp();
                var budget = BudgetOf(egress);
                var answer = await WithinAsync(
                    TimeoutMax,
                    token => priority switch
                    {
                        RequestPriority.Retry => budget.ReserveRetryAsync(weight, token),
                        RequestPriority.OnDemand => budget.ReserveOnDemandAsync(weight, token),
                        _ => budget.ReserveAsync(weight, waitMax, token),
                    },
                    cancel).ConfigureAwait(false);
                if (answer.Reserved is null || time.GetElapsedTime(askedAt) <= LateMax)
                {
                    return DecisionOf(answer);
                }

                await budget.ReturnAsync(answer.Reserved).WaitAsync(TimeoutMax, time, cancel).ConfigureAwait(false);
                if (time.GetElapsedTime(startedAt) > TimeoutMax)
                {
                    return new BudgetDecision(TimeSpan.Zero, Unreachable("its answers arrive too late"));
                }
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return new BudgetDecision(TimeSpan.Zero, Unreachable(e.Message));
        }
    }

    public async Task ReturnAsync(VenueEgress egress, Reservation reservation)
    {
        try
        {
            await BudgetOf(egress).ReturnAsync(reservation.ToWeight()).WaitAsync(LateMax, time).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The unused weight counts against the budget for a minute and then expires.
            LogUnreachable(egress, e.Message);
        }
    }

    public async Task<PullFailure?> FindStopAsync(VenueEgress egress, CancellationToken cancel)
    {
        try
        {
            await NotifyStopAsync(egress, cancel).ConfigureAwait(false);
            var stop = await WithinAsync(LateMax, token => BudgetOf(egress).FindStopAsync(token), cancel).ConfigureAwait(false);
            return stop is null ? null : FailureOf(stop);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return Unreachable(e.Message);
        }
    }

    public async Task NoteStopAsync(VenueEgress egress, PullFailure failure)
    {
        pendingStops[egress] = failure;
        try
        {
            await NotifyStopAsync(egress, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogUnreachable(egress, e.Message);
        }
    }

    public async Task NoteUsedAsync(VenueEgress egress, Reservation sent, int usedWeight)
    {
        try
        {
            await BudgetOf(egress).NoteUsedAsync(sent.ToWeight(), usedWeight).WaitAsync(LateMax, time).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogUnreachable(egress, e.Message);
        }
    }

    /// <summary>A call that is cancelled at its timeout. Reports to the budget are not: it is better that they arrive late than never.</summary>
    private async Task<T> WithinAsync<T>(TimeSpan timeMax, Func<CancellationToken, Task<T>> question, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeMax, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            return await question(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {timeMax.TotalSeconds} s");
        }
    }

    private async Task NotifyStopAsync(VenueEgress egress, CancellationToken cancel)
    {
        if (pendingStops.TryGetValue(egress, out var stop))
        {
            var refusal = new BudgetRefusal(stop.Kind.Text(), stop.Message, stop.RetryAfter);
            await BudgetOf(egress).NoteStopAsync(refusal).WaitAsync(LateMax, time, cancel).ConfigureAwait(false);
            pendingStops.TryRemove(KeyValuePair.Create(egress, stop));
        }
    }

    private IVenueBudgetGrain BudgetOf(VenueEgress egress) => grains.GetGrain<IVenueBudgetGrain>(egress.ToString());

    private static BudgetDecision DecisionOf(BudgetAnswer answer) =>
        answer.Refusal is { } refusal
            ? new BudgetDecision(TimeSpan.Zero, FailureOf(refusal))
            : new BudgetDecision(answer.Wait, null, answer.Reserved?.ToReservation());

    private static PullFailure FailureOf(BudgetRefusal refusal) =>
        new(SnakeCase.TryParse<FailureKind>(refusal.Kind, out var kind) ? kind : FailureKind.Budget, refusal.Message, null, refusal.RetryAfter);

    private static PullFailure Unreachable(string why) => new(FailureKind.Budget, $"the shared budget is unreachable: {why}");

    [LoggerMessage(1302, LogLevel.Warning, "The shared budget of {Egress} is unreachable: {Message}")]
    private partial void LogUnreachable(VenueEgress egress, string message);
}
