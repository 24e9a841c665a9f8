using OrderBookSilo.Grains.Interfaces.Api;
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
