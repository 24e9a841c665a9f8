using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The one audit of a cluster: compares due slots with facts and archive, repairs, records gaps, reports.</summary>
[Alias("orderbook.audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Key of the only instance.</summary>
    const string Key = "audit";

    /// <summary>
    /// A silo lives, and this is the oldest slot of which something waits in its spool, null when nothing does. Only remembers it, and so interleaves.
    /// </summary>
    [Alias("report")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    Task ReportAsync(string silo, DateTimeOffset? waitingFrom);

    /// <summary>Audits a bounded part of a range again; the answer says where to go on. Throws StoreUnavailableException.</summary>
    [Alias("range")]
    [ResponseTimeout("00:01:00")]
    Task<AuditAnswer> AuditRangeAsync(AuditQuestion question);
}

/// <summary>A range that is to be audited again.</summary>
/// <param name="Market">Only this market; null for all.</param>
/// <param name="AfterSlot">Where to go on, as an answer said: behind <paramref name="AfterMarket"/> in this slot, or without one at this instant.</param>
[GenerateSerializer, Alias("orderbook.auditQuestion"), Immutable]
public sealed record AuditQuestion(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] string? Market,
    [property: Id(3)] DateTimeOffset? AfterSlot,
    [property: Id(4)] string? AfterMarket);

/// <summary>What auditing a part of a range came to.</summary>
/// <param name="Slots">Slots that were audited.</param>
/// <param name="Repaired">Archived captures whose facts were made.</param>
/// <param name="Gaps">Slots for which a gap was recorded.</param>
/// <param name="Faulty">Slots with something that cannot be repaired; the findings say what.</param>
/// <param name="ContinueAt">Where to go on, when there was no time for more; null when all slots were audited. UTC.</param>
/// <param name="ContinueAfter">The last market that was audited of the slot that starts there; null when none was.</param>
[GenerateSerializer, Alias("orderbook.auditAnswer"), Immutable]
public sealed record AuditAnswer(
    [property: Id(0)] int Slots,
    [property: Id(1)] int Repaired,
    [property: Id(2)] int Gaps,
    [property: Id(3)] int Faulty,
    [property: Id(4)] DateTimeOffset? ContinueAt,
    [property: Id(5)] string? ContinueAfter);
