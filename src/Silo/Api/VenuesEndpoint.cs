using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/venues</c> and <c>/api/venues/{venue}/products</c>: how the venues are reached, and what they list.</summary>
internal static class VenuesEndpoint
{
    private static readonly QueryParameter<string?> Search = Parameter.Text("search", "Part of a symbol or an asset.", "btc");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var venues = routes.MapTopic(ApiTags.Venues);
        venues.MapGet("/api/venues", List)
            .Describe("listVenues", "The venues that this silo pulls from, and how it reaches them.", "Each silo of a cluster knows only its own routes.")
            .Produces<IReadOnlyList<VenueView>>();
        venues.MapGet("/api/venues/{venue}/products", ProductsAsync)
            .Describe("listProducts", "The products that a venue lists, with steps and minimums.")
            .Takes(Search)
            .Produces<IReadOnlyList<ProductView>>()
            .Fails(404, 502);
    }

    private static IResult List(BookFetcher fetcher) =>
        Results.Ok(VenueCatalog.All.Select(venue => ViewOf(venue, fetcher.Show(venue.Code))));

    private static async Task<IResult> ProductsAsync(string venue, Query query, ProductCatalog catalog, CancellationToken cancel)
    {
        var search = query.Read(Search) ?? "";
        if (VenueCatalog.Find(venue) is null)
        {
            return Problems.Of(MarketDirectory.UnknownVenue(venue));
        }

        var listing = await catalog.GetAsync(venue, cancel);
        return listing.TryGet(out var products, out var failure)
            ? Results.Ok(products.BySymbol.Values
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
            product.NotionalMin?.ToString(),
            product.QuantityMax?.ToString(),
            product.NotionalMax?.ToString());
}
