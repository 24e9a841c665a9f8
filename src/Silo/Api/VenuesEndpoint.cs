using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/venues</c> and <c>/api/venues/{venue}/products</c>: how the venues are reached, and what could be added.</summary>
internal static class VenuesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/venues", List)
            .WithSummary("The venues that this silo speaks to, and how it reaches them.")
            .WithDescription("Every silo of a cluster knows its own ways only.")
            .Produces<IReadOnlyList<VenueView>>();
        routes.MapGet("/api/venues/{venue}/products", ProductsAsync)
            .WithSummary("What a venue lists, with steps and minimums.")
            .WithDescription("Query: search= (part of a symbol or asset).")
            .Produces<IReadOnlyList<ProductView>>();
    }

    private static IResult List(HttpRequest request, BookFetcher fetcher) =>
        Query.RefuseAny(request) ?? Results.Ok(VenueCatalog.All.Select(venue => VenueView.Of(venue, fetcher.Show(venue.Code))));

    private static async Task<IResult> ProductsAsync(string venue, HttpRequest request, ProductCatalog catalog, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("search");
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (VenueCatalog.Find(venue) is null)
        {
            return MarketDirectory.UnknownVenue(venue);
        }

        var search = query.Text("search") ?? "";
        var listing = await catalog.GetAsync(venue, cancel);
        return listing.TryGet(out var products, out var failure)
            ? Results.Ok(products.Values
                .Where(product => Matches(product, search))
                .OrderBy(product => product.Symbol, StringComparer.Ordinal)
                .Select(ProductView.Of))
            : Problems.Of(failure);
    }

    private static bool Matches(Product product, string search) =>
        product.Symbol.Contains(search, StringComparison.OrdinalIgnoreCase)
        || product.Pair.ToString().Contains(search, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A venue that this silo speaks to.</summary>
/// <param name="Venue">Our name of the exchange, lower case.</param>
/// <param name="Name">The exchange's own name.</param>
/// <param name="BudgetPerMinute">Request weight that the exchange allows one address a minute; 0 when it has no limit.</param>
/// <param name="State">closed: every way to it is used. degraded: some are left alone. open: it is not asked at all for now, except to see whether it is back.</param>
/// <param name="Egress">Our addresses that requests go out from.</param>
internal sealed record VenueView(string Venue, string Name, int BudgetPerMinute, string State, IReadOnlyList<EgressView> Egress)
{
    public static VenueView Of(IVenue venue, IReadOnlyList<EgressStanding> egresses) =>
        new(venue.Code, venue.Name, venue.BudgetPerMinute, StateOf(egresses), [.. egresses.Select(EgressView.Of)]);

    private static string StateOf(IReadOnlyList<EgressStanding> egresses) =>
        egresses.All(egress => egress.CountOf(RouteState.Closed) == egress.Hosts.Count) ? "closed"
        : egresses.Any(egress => egress.IsUsable) ? "degraded"
        : "open";
}

/// <summary>One of our addresses as a venue treats it.</summary>
/// <param name="Address">direct, or host:port of a proxy.</param>
/// <param name="State">closed: it is used. open: the proxy cannot be used and is left alone; probing: one request is trying it. stopped: the venue told it to stop.</param>
/// <param name="Kind">Kind of the failure that is the reason; null while it is used.</param>
/// <param name="Message">The failure's words; null while it is used.</param>
/// <param name="Until">When it is asked again; null while it is used. UTC.</param>
/// <param name="UsedWeight">Request weight that the venue last said this address had used in the minute, whoever used it; null when it says no such thing.</param>
/// <param name="Hosts">The venue's hosts as reached from here.</param>
internal sealed record EgressView(
    string Address, string State, string? Kind, string? Message, DateTimeOffset? Until, int? UsedWeight, IReadOnlyList<HostView> Hosts)
{
    public static EgressView Of(EgressStanding egress) =>
        new(
            egress.Name,
            egress.Standing.State.Text(),
            egress.Standing.Failure?.Kind.Text(),
            egress.Standing.Failure?.Message,
            egress.Standing.Until,
            egress.UsedWeight,
            [.. egress.Hosts.Select(HostView.Of)]);
}

/// <summary>A venue's host as reached from one of our addresses.</summary>
/// <param name="Host">Its name, and its port where it is not the usual one.</param>
/// <param name="State">closed: it is used. open: it failed several times in a row and is left alone; probing: one request is trying it. blocked: it will not serve us from here.</param>
/// <param name="Kind">Kind of the failure that is the reason; null while it is used.</param>
/// <param name="Message">The failure's words; null while it is used.</param>
/// <param name="Until">When it is asked again; null while it is used. UTC.</param>
internal sealed record HostView(string Host, string State, string? Kind, string? Message, DateTimeOffset? Until)
{
    public static HostView Of(HostStanding host) =>
        new(host.Name, host.Standing.State.Text(), host.Standing.Failure?.Kind.Text(), host.Standing.Failure?.Message, host.Standing.Until);
}

/// <summary>A product as its venue lists it.</summary>
/// <param name="Product">What the venue calls it, in its spelling.</param>
/// <param name="Pair">Base and quote asset, normalised: BTC/USD.</param>
/// <param name="Status">Whether the venue lets it be traded: online, halted or delisted.</param>
/// <param name="PriceStep">Smallest price change, in quote per base; null when the venue does not say.</param>
/// <param name="QuantityStep">Lot step: order quantities are multiples of it, in base; null when the venue does not say.</param>
/// <param name="QuantityMin">Smallest order quantity, in base; null when the venue does not say.</param>
/// <param name="NotionalMin">Smallest order value, in quote; null when the venue does not say.</param>
internal sealed record ProductView(
    string Product, string Pair, string Status, string? PriceStep, string? QuantityStep, string? QuantityMin, string? NotionalMin)
{
    public static ProductView Of(Product product) =>
        new(
            product.Symbol,
            product.Pair.ToString(),
            product.Status.Text(),
            product.PriceStep?.ToString(),
            product.QuantityStep?.ToString(),
            product.QuantityMin?.ToString(),
            product.NotionalMin?.ToString());
}
