using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary>The content of the spool, measured at each scrape, and how many entries were handed over.</summary>
internal sealed class SpoolMetrics
{
    private readonly Counter<long> drained;

    public SpoolMetrics(IMeterFactory meters, Spool spool, TimeProvider time)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        drained = meter.CreateCounter<long>("orderbook_spool_drained", description: "Entries of the spool that were written to the stores.");
        meter.CreateObservableGauge("orderbook_spool_entries", () => spool.Look().Entries, description: "Captures and failed attempts in the spool that wait for a store.");
        meter.CreateObservableGauge("orderbook_spool_bytes", () => spool.Look().Bytes, "By", "Bytes of disk that the spool uses.");
        meter.CreateObservableGauge(
            "orderbook_spool_oldest_seconds", () => spool.Look().OldestAt is { } at ? (time.GetUtcNow() - at).TotalSeconds : 0, "s", "Age of the oldest waiting entry; 0 when none waits.");
        meter.CreateObservableGauge("orderbook_spool_set_aside", () => spool.Look().Quarantined, description: "Quarantined entries: damaged, or refused for good; an operator must handle them.");
        meter.CreateObservableGauge("orderbook_spool_full", () => spool.Look().IsFull ? 1 : 0, description: "1 while nothing more can be added to the spool.");
    }

    public void Drained(int entries) => drained.Add(entries);
}
