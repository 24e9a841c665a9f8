using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>Uses one budget implementation for our own addresses and another for proxies.</summary>
public sealed class EgressBudgets(IVenueBudgets direct, IVenueBudgets proxied) : IVenueBudgets
{
    public Task<BudgetDecision> ReserveAsync(VenueEgress egress, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel) =>
        Of(egress).ReserveAsync(egress, weight, priority, waitMax, cancel);

    public Task ReturnAsync(VenueEgress egress, Reservation reservation) => Of(egress).ReturnAsync(egress, reservation);

    public Task<PullFailure?> FindStopAsync(VenueEgress egress, CancellationToken cancel) => Of(egress).FindStopAsync(egress, cancel);

    public Task NoteStopAsync(VenueEgress egress, PullFailure failure) => Of(egress).NoteStopAsync(egress, failure);

    public Task NoteUsedAsync(VenueEgress egress, Reservation sent, int usedWeight) => Of(egress).NoteUsedAsync(egress, sent, usedWeight);

    private IVenueBudgets Of(VenueEgress egress) => egress.Proxy is null ? direct : proxied;
}
