using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// The venues' request budgets for each of our egress addresses, shared by everything that uses the same address. Methods throw
/// only when cancelled: an unreachable budget yields a decision with a failure, because nothing is sent without a permit.
/// </summary>
public interface IVenueBudgets
{
    /// <summary>
    /// Reserves weight at the earliest possible time; a failure of kind <c>budget</c> when that is later than the allowed wait.
    /// </summary>
    Task<BudgetDecision> ReserveAsync(VenueEgress egress, int weight, RequestPriority priority, TimeSpan waitMax, CancellationToken cancel);

    /// <summary>Returns what was reserved for a request that never reached the venue.</summary>
    Task ReturnAsync(VenueEgress egress, Reservation reservation);

    /// <summary>The failure that a request would get while the venue has ordered us to stop; null when it has not.</summary>
    Task<PullFailure?> FindStopAsync(VenueEgress egress, CancellationToken cancel);

    /// <summary>Records an order to stop (<see cref="VenueBudget.IsStop"/>); it applies to everything that shares the address.</summary>
    Task NoteStopAsync(VenueEgress egress, PullFailure failure);

    /// <summary>
    /// Records the weight that the venue reports as used by the address in the current minute, since other programs may share
    /// the address.
    /// </summary>
    Task NoteUsedAsync(VenueEgress egress, Reservation sent, int usedWeight);
}

/// <summary>The weight that one address may use per minute, by venue; 0 and venues not listed have no limit.</summary>
public sealed record BudgetLimits(IReadOnlyDictionary<string, int> WeightPerMinute)
{
    public int Of(string venue) => WeightPerMinute.GetValueOrDefault(venue);
}
