using System.Diagnostics.Metrics;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Grains.Metrics;

/// <summary>Progress and open findings of the audit; exported only by the silo that hosts the audit grain.</summary>
public sealed class AuditMetrics
{
    public const int FindingsMax = 10_000;

    private readonly Counter<long> slots;
    private readonly Counter<long> repaired;
    private readonly Counter<long> gaps;
    private readonly PullMetrics pulls;
    private volatile Standing? standing;

    public AuditMetrics(IMeterFactory meters, PullMetrics pulls)
    {
        this.pulls = pulls;
        var meter = meters.Create(PullMetrics.MeterName);
        slots = meter.CreateCounter<long>("orderbook_audited_slots", description: "Slots of which facts and archive were compared.");
        repaired = meter.CreateCounter<long>("orderbook_audit_repaired", description: "Archived captures whose facts the audit computed.");
        gaps = meter.CreateCounter<long>("orderbook_audit_gaps", description: "Slots for which the audit recorded a gap.");
        meter.CreateObservableGauge("orderbook_audit_findings", Findings, description: "Problems of archived evidence that could not be repaired, by kind.");
        meter.CreateObservableGauge("orderbook_slots_due_1d", () => One(standing?.Share.Due), description: "Due slots that ended in the last day.");
        meter.CreateObservableGauge("orderbook_slot_share_1d", () => One(standing?.Share.Share), description: "Share of the due slots of the last day that have their book, as a fraction.");
    }

    internal void Audited(AuditRun run)
    {
        slots.Add(run.Slots);
        repaired.Add(run.Repaired);
        gaps.Add(run.Gaps.Count);
        foreach (var gap in run.Gaps)
        {
            pulls.Closed(gap.Market, new ClosedSlots(0, [gap.Slot], []));
        }
    }

    internal void Stands(IReadOnlyList<RecordedFinding> findings, SlotShare share) =>
        standing = new Standing(findings.CountBy(finding => finding.Finding.Kind).ToDictionary(), share);

    /// <summary>Stops exporting, because the audit is no longer on this silo.</summary>
    internal void Forget() => standing = null;

    private IEnumerable<Measurement<int>> Findings() =>
        standing is not { } known
            ? []
            : Enum.GetValues<AuditFindingKind>().Select(kind =>
                new Measurement<int>(known.Findings.GetValueOrDefault(kind), new KeyValuePair<string, object?>("kind", kind.Text())));

    private static IEnumerable<Measurement<T>> One<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];

    private sealed record Standing(IReadOnlyDictionary<AuditFindingKind, int> Findings, SlotShare Share);
}
