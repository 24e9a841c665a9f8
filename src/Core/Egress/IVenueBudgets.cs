using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// The budgets that the venues give to each of our egress addresses, for everyone who shares one. Nothing here throws except when cancelled: a budget that
/// cannot be asked is a decision with a failure, because nothing is ever sent without a permit.
/// </summary>
public interface IVenueBudgets
{
    /// <summary>Reserves weight at the earliest possible time; a failure of the kind <c>budget</c> when that is later than the wait allowed.</summary>
    Task<BudgetDecision> ReserveAsync(VenueEgress egress, int weight, bool isRetry, TimeSpan waitMax, CancellationToken cancel);

    /// <summary>Gives back what was reserved for a request that never reached the venue.</summary>
    Task ReturnAsync(VenueEgress egress, Reservation reservation);

    /// <summary>The failure that a request would get while the venue has told us to stop; null when it has not.</summary>
    Task<PullFailure?> FindStopAsync(VenueEgress egress, CancellationToken cancel);

    /// <summary>Takes notice of an order to stop (<see cref="VenueBudget.IsStop"/>): it holds for everyone who shares the address.</summary>
    Task NoteStopAsync(VenueEgress egress, PullFailure failure);

    /// <summary>Takes notice of the weight that the venue, answering what was sent, says the address has used in the present minute: others may share it.</summary>
    Task NoteUsedAsync(VenueEgress egress, Reservation sent, int usedWeight);
}

/// <summary>What one address may send in a minute, in each venue's own weights; 0 is no limit, and so is a venue that is not here.</summary>
public sealed record BudgetLimits(IReadOnlyDictionary<string, int> WeightPerMinute)
{
    public int Of(string venue) => WeightPerMinute.GetValueOrDefault(venue);
}
