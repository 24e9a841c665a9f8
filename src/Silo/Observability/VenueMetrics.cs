using System.Diagnostics.Metrics;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// The state of the routes to the venues as this silo knows it; proxies by host and port only. Every state has a series, because a series
/// that is no longer observed would keep its last value.
/// </summary>
internal sealed class VenueMetrics(BookFetcher fetcher, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        meter.CreateObservableGauge(
            "orderbook_venue_ways", Ways, description: "Routes to a venue (egress address to host) by venue and state: closed is used; open, probing and blocked are not, nor are any routes of a stopped address.");
        meter.CreateObservableGauge(
            "orderbook_venue_egress", Egresses, description: "1 for the current state of each egress address with a venue, 0 for the other states: closed is used, open or probing is a proxy that failed, stopped was stopped by the venue.");
        meter.CreateObservableGauge(
            "orderbook_venue_used_weight", UsedWeights, description: "Request weight used in a minute by an egress address, as the venue last reported it.");
        meter.CreateObservableCounter(
            "orderbook_circuit_opened", Openings, description: "Times the circuit breaker of a venue's host opened, by egress address.");
        meter.CreateObservableGauge(
            "orderbook_venue_clock_offset_seconds", ClockOffsets, "s", "How far a venue's clock is ahead of this silo's by the date of its latest answer, negative when it is behind; absent before.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Ways() =>
        from venue in VenueCatalog.All
        from state in Enum.GetValues<RouteState>()
        select new Measurement<long>(fetcher.Show(venue.Code).Sum(egress => egress.CountOf(state)), Tag("venue", venue.Code), Tag("state", state.Text()));

    private IEnumerable<Measurement<long>> Egresses() =>
        from venue in VenueCatalog.All
        from egress in fetcher.Show(venue.Code)
        from state in Enum.GetValues<RouteState>()
        where state != RouteState.Blocked
        select new Measurement<long>(
            egress.Standing.State == state ? 1 : 0, Tag("venue", venue.Code), Tag("egress", egress.Name), Tag("state", state.Text()));

    private IEnumerable<Measurement<long>> UsedWeights() =>
        from venue in VenueCatalog.All
        from egress in fetcher.Show(venue.Code)
        where egress.UsedWeight is not null
        select new Measurement<long>(egress.UsedWeight ?? 0, Tag("venue", venue.Code), Tag("egress", egress.Name));

    private IEnumerable<Measurement<double>> ClockOffsets() =>
        from venue in VenueCatalog.All
        let ahead = fetcher.ClockAheadOf(venue.Code)
        where ahead is not null
        select new Measurement<double>(ahead.Value.TotalSeconds, Tag("venue", venue.Code));

    private IEnumerable<Measurement<long>> Openings() =>
        from venue in VenueCatalog.All
        from egress in fetcher.Show(venue.Code)
        from host in egress.Hosts
        select new Measurement<long>(host.Openings, Tag("venue", venue.Code), Tag("egress", egress.Name), Tag("host", host.Name));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
