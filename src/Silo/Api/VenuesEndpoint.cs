using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Interfaces.Api;
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
        Query.RefuseAny(request) ?? Results.Ok(VenueCatalog.All.Select(venue => ViewOf(venue, fetcher.Show(venue.Code))));

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
                .Select(ViewOf))
            : Problems.Of(failure);
    }

    private static bool Matches(Product product, string search) =>
        product.Symbol.Contains(search, StringComparison.OrdinalIgnoreCase)
        || product.Pair.ToString().Contains(search, StringComparison.OrdinalIgnoreCase);

    private static VenueView ViewOf(IVenue venue, IReadOnlyList<EgressStanding> egresses) =>
        new(venue.Code, venue.Name, venue.BudgetPerMinute, StateOf(egresses), [.. egresses.Select(ViewOf)]);

    private static string StateOf(IReadOnlyList<EgressStanding> egresses) =>
        egresses.All(egress => egress.CountOf(RouteState.Closed) == egress.Hosts.Count) ? "closed"
        : egresses.Any(egress => egress.IsUsable) ? "degraded"
        : "open";

    private static EgressView ViewOf(EgressStanding egress) =>
        new(
            egress.Name,
            egress.Standing.State.Text(),
            egress.Standing.Failure?.Kind.Text(),
            egress.Standing.Failure?.Message,
            egress.Standing.Until,
            egress.UsedWeight,
            [.. egress.Hosts.Select(ViewOf)]);

    private static HostView ViewOf(HostStanding host) =>
        new(host.Name, host.Standing.State.Text(), host.Standing.Failure?.Kind.Text(), host.Standing.Failure?.Message, host.Standing.Until);

    private static ProductView ViewOf(Product product) =>
        new(
            product.Symbol,
            product.Pair.ToString(),
            product.Status.Text(),
            product.PriceStep?.ToString(),
            product.QuantityStep?.ToString(),
            product.QuantityMin?.ToString(),
            product.NotionalMin?.ToString());
}
