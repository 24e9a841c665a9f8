using System.Diagnostics.Metrics;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// How the ways to the venues stand, as this silo knows; proxies by host and port only. Every state has its series, because one that is
/// no more observed would keep its last value.
/// </summary>
internal sealed class VenueMetrics(BookFetcher fetcher, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        meter.CreateObservableGauge(
            "orderbook_venue_ways", Ways, description: "Ways to a venue (egress address to host) by venue and state: closed is used, open, probing and blocked are left alone, as are all of an address that is stopped.");
        meter.CreateObservableGauge(
            "orderbook_venue_egress", Egresses, description: "1 for the state of each of our egress addresses with a venue, 0 for the others: closed is used, open or probing is a proxy that cannot be used, stopped was told so by the venue.");
        meter.CreateObservableGauge(
            "orderbook_venue_used_weight", UsedWeights, description: "Weight that the venue last said one of our egress addresses had used in a minute.");
        meter.CreateObservableCounter(
            "orderbook_circuit_opened", Openings, description: "Times a venue's host was found dead from one of our egress addresses.");
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

    private IEnumerable<Measurement<long>> Openings() =>
        from venue in VenueCatalog.All
        from egress in fetcher.Show(venue.Code)
        from host in egress.Hosts
        select new Measurement<long>(host.Openings, Tag("venue", venue.Code), Tag("egress", egress.Name), Tag("host", host.Name));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
