using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary>What waits in the spool, measured when asked, and what left it.</summary>
internal sealed class SpoolMetrics
{
    private readonly Counter<long> drained;

    public SpoolMetrics(IMeterFactory meters, Spool spool, TimeProvider time)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        drained = meter.CreateCounter<long>("orderbook_spool_drained", description: "Entries of the spool that the stores have taken.");
        meter.CreateObservableGauge("orderbook_spool_entries", () => spool.Look().Entries, description: "Captures and failed attempts that wait for a store.");
        meter.CreateObservableGauge("orderbook_spool_bytes", () => spool.Look().Bytes, "By", "Bytes of the disk that they take.");
        meter.CreateObservableGauge(
            "orderbook_spool_oldest_seconds", () => spool.Look().OldestAt is { } at ? (time.GetUtcNow() - at).TotalSeconds : 0, "s", "Age of the oldest of them; 0 when none waits.");
        meter.CreateObservableGauge("orderbook_spool_set_aside", () => spool.Look().Quarantined, description: "Entries that are damaged or refused for good, left to an operator.");
        meter.CreateObservableGauge("orderbook_spool_full", () => spool.Look().IsFull ? 1 : 0, description: "1 while nothing more can be added.");
    }

    public void Drained(int entries) => drained.Add(entries);
}
