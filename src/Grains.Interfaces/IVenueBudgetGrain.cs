using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// The budget of one venue for one egress address, keyed by both (VenueEgress), shared by all silos that reach the venue from there.
/// It answers with durations instead of times, so the silos' clocks need not agree.
/// </summary>
[Alias("orderbook.venueBudget")]
public interface IVenueBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves weight at the earliest possible time; returns how long to wait for it, or the refusal.</summary>
    [Alias("reserve")]
    [ResponseTimeout("00:00:10")]
    Task<BudgetAnswer> ReserveAsync(int weight, TimeSpan waitMax, CancellationToken cancel = default);

    /// <summary>Reserves weight for a retry, which may only use what first attempts leave and is available now.</summary>
    [Alias("reserveRetry")]
    [ResponseTimeout("00:00:10")]
    Task<BudgetAnswer> ReserveRetryAsync(int weight, CancellationToken cancel = default);

    /// <summary>Reserves weight for a request that a caller asked for, with a share of its own, otherwise as for a retry.</summary>
    [Alias("reserveOnDemand")]
    [ResponseTimeout("00:00:10")]
    Task<BudgetAnswer> ReserveOnDemandAsync(int weight, CancellationToken cancel = default);

    /// <summary>Returns what was reserved for a request that never reached the venue.</summary>
    [Alias("giveBack")]
    [ResponseTimeout("00:00:10")]
    Task ReturnAsync(ReservedWeight reserved);

    /// <summary>The refusal that every request gets while the venue's stop order to one silo is in force; null when there is none.</summary>
    [Alias("findStop")]
    [AlwaysInterleave]
    Task<BudgetRefusal?> FindStopAsync(CancellationToken cancel = default);

    /// <summary>
    /// Stops all silos, because the venue told one of them to stop. The refusal is the venue's; without a time, the default duration
    /// applies.
    /// </summary>
    [Alias("noteStop")]
    [ResponseTimeout("00:00:10")]
    Task NoteStopAsync(BudgetRefusal refusal);

    /// <summary>Records the used weight of the current minute that the venue reported in an answer.</summary>
    [Alias("noteUsed")]
    [ResponseTimeout("00:00:10")]
    Task NoteUsedAsync(ReservedWeight sent, int usedWeight);
}

/// <summary>The result of a request for budget: a wait with the reservation, or a refusal.</summary>
/// <param name="Reserved">Null when the venue has no limit.</param>
[GenerateSerializer, Immutable, Alias("orderbook.budgetAnswer")]
public sealed record BudgetAnswer(
    [property: Id(0)] TimeSpan Wait,
    [property: Id(1)] ReservedWeight? Reserved,
    [property: Id(2)] BudgetRefusal? Refusal);

/// <summary>Weight that is used at a certain time.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.reservedWeight")]
public sealed record ReservedWeight(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] int Weight,
    [property: Id(2)] bool IsRetry = false,
    [property: Id(3)] bool IsOnDemand = false);

/// <summary>Why nothing may be sent, and for how long.</summary>
/// <param name="Kind">Text of a failure's kind.</param>
[GenerateSerializer, Immutable, Alias("orderbook.budgetRefusal")]
public sealed record BudgetRefusal(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Message,
    [property: Id(2)] TimeSpan? RetryAfter);
