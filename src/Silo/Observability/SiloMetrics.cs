using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Observability;

/// <summary>The stores, the disk and the venues' budgets of a silo, measured at each scrape.</summary>
internal sealed class SiloMetrics(SiloHealth health, SiloSettings settings, BudgetLimits limits, ClockOffset clock, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        meter.CreateObservableGauge("orderbook_store_up", Stores, description: "1 while a store answers this silo, 0 while it is unavailable, by store.");
        meter.CreateObservableGauge(
            "orderbook_markets_not_started", () => health.MarketsNotStarted.Count, description: "Configured markets that were never started, although no user stopped them.");
        meter.CreateObservableGauge(
            "orderbook_clock_offset_seconds", Offset, "s", "How far this silo's clock is ahead of the database's, negative when it is behind; absent until it was compared.");
        meter.CreateObservableGauge("orderbook_data_free_bytes", () => Disk().AvailableFreeSpace, "By", "Free bytes of the disk that holds the data directory.");
        meter.CreateObservableGauge("orderbook_data_size_bytes", () => Disk().TotalSize, "By", "Size of that disk.");
        meter.CreateObservableGauge("orderbook_venue_budget_weight", Budgets, description: "Request weight that one egress address may use in a minute, by venue; 0 is no limit.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Stores() =>
        from store in health.Look().Stores
        where store.Value != SiloHealth.Unknown
        select new Measurement<long>(store.Value == SiloHealth.Ok ? 1 : 0, new KeyValuePair<string, object?>("store", store.Key));

    private IEnumerable<Measurement<double>> Offset() => clock.Ahead is { } ahead ? [new Measurement<double>(ahead.TotalSeconds)] : [];

    private IEnumerable<Measurement<long>> Budgets() =>
        limits.WeightPerMinute.Select(venue => new Measurement<long>(venue.Value, new KeyValuePair<string, object?>("venue", venue.Key)));

    private DriveInfo Disk() => new(settings.DataDirectory);
}
