using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The one audit of a cluster: compares due slots with facts and archive, repairs, records gaps, reports.</summary>
[Alias("orderbook.audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain.</summary>
    const string Key = "audit";

    /// <summary>
    /// Reports that a silo is alive, and the oldest slot waiting in its spool, or null when the spool is empty. It only records that, and so interleaves.
    /// </summary>
    [Alias("report")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    Task ReportAsync(string silo, DateTimeOffset? waitingFrom);

    /// <summary>Audits a bounded part of a range again; the answer says where to continue. Throws StoreUnavailableException.</summary>
    [Alias("range")]
    [ResponseTimeout("00:01:00")]
    Task<AuditAnswer> AuditRangeAsync(AuditQuestion question);
}

/// <summary>A range to audit again.</summary>
/// <param name="Market">Only this market; null for all.</param>
/// <param name="AfterSlot">Where to continue, from the last answer: after <paramref name="AfterMarket"/> in this slot, or without one at this instant.</param>
[GenerateSerializer, Alias("orderbook.auditQuestion"), Immutable]
public sealed record AuditQuestion(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] string? Market,
    [property: Id(3)] DateTimeOffset? AfterSlot,
    [property: Id(4)] string? AfterMarket);
