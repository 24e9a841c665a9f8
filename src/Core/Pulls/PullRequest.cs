using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>What an attempt has to do.</summary>
/// <param name="Pair">Null while the venue's listing is unknown; then no costs are computed.</param>
/// <param name="SlotIsDone">Whether the slot has its book; then the pull only refreshes the live answer.</param>
/// <param name="SlotIsCaptured">Whether the caller has a book of the slot that is also in the stores or the spool.</param>
/// <param name="WantsFresh">Whether a new book is wanted even if the slot has one.</param>
/// <param name="IsRetry">Whether the schedule attempted the slot before.</param>
public sealed record PullRequest(
    Market Market, Pair? Pair, TimeSpan SlotLength, bool SlotIsDone, bool SlotIsCaptured, bool WantsFresh, bool IsRetry = false)
{
    /// <summary>Its place in the venue's budget: only what the schedule asks for may wait or displace others.</summary>
    public RequestPriority Priority => WantsFresh ? RequestPriority.OnDemand : IsRetry ? RequestPriority.Retry : RequestPriority.First;
}
