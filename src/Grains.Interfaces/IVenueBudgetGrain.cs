using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// The budget of one venue for one egress address, keyed by both (VenueEgress), for all silos that reach it from there. Its answers say how long to
/// wait and not until when, so that no two clocks need to agree.
/// </summary>
[Alias("orderbook.venueBudget")]
public interface IVenueBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves weight at the earliest possible time and says how long to wait for it, or why not at all.</summary>
    [Alias("reserve")]
    [ResponseTimeout("00:00:10")]
    Task<BudgetAnswer> ReserveAsync(int weight, TimeSpan waitMax, CancellationToken cancel = default);

    /// <summary>Reserves weight for a retry, which takes only what first attempts leave and is free at once.</summary>
    [Alias("reserveRetry")]
    [ResponseTimeout("00:00:10")]
    Task<BudgetAnswer> ReserveRetryAsync(int weight, CancellationToken cancel = default);

    /// <summary>Gives back what was reserved for a request that never reached the venue.</summary>
    [Alias("giveBack")]
    [ResponseTimeout("00:00:10")]
    Task ReturnAsync(ReservedWeight reserved);

    /// <summary>The refusal that any request would get while the venue has told one of us to stop; null when it has not.</summary>
    [Alias("findStop")]
    [AlwaysInterleave]
    Task<BudgetRefusal?> FindStopAsync(CancellationToken cancel = default);

    /// <summary>Stops all: the venue told one of us to. The refusal is the venue's; without a time it is the usual one.</summary>
    [Alias("noteStop")]
    [ResponseTimeout("00:00:10")]
    Task NoteStopAsync(BudgetRefusal refusal);

    /// <summary>Takes notice of the weight that the venue, answering what was sent, says the address has used in the present minute.</summary>
    [Alias("noteUsed")]
    [ResponseTimeout("00:00:10")]
    Task NoteUsedAsync(ReservedWeight sent, int usedWeight);
}

/// <summary>What a request for budget came to: a wait and what was reserved, or a refusal.</summary>
/// <param name="Reserved">Null when the venue has no limit.</param>
[GenerateSerializer, Immutable, Alias("orderbook.budgetAnswer")]
public sealed record BudgetAnswer(
    [property: Id(0)] TimeSpan Wait,
    [property: Id(1)] ReservedWeight? Reserved,
    [property: Id(2)] BudgetRefusal? Refusal);

/// <summary>Weight that is used at a time.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.reservedWeight")]
public sealed record ReservedWeight(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] int Weight,
    [property: Id(2)] bool IsRetry = false);

/// <summary>Why nothing may be sent, and for how long.</summary>
/// <param name="Kind">Text of a failure's kind.</param>
[GenerateSerializer, Immutable, Alias("orderbook.budgetRefusal")]
public sealed record BudgetRefusal(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] TimeSpan? RetryAfter);
