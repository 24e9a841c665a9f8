using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/venues</c> and <c>/api/venues/{venue}/products</c>: what could be added.</summary>
internal static class VenuesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/venues", () => Results.Ok(VenueCatalog.All.Select(VenueView.Of)))
            .WithSummary("The venues that this silo speaks to.")
            .Produces<IReadOnlyList<VenueView>>();
        routes.MapGet("/api/venues/{venue}/products", ProductsAsync)
            .WithSummary("What a venue lists, with steps and minimums.")
            .WithDescription("Query: search= (part of a symbol or asset).")
            .Produces<IReadOnlyList<ProductView>>();
    }

    private static async Task<IResult> ProductsAsync(string venue, HttpRequest request, Listings listings, CancellationToken cancel)
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
        var listing = await listings.GetAsync(venue, cancel);
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
internal sealed record VenueView(string Venue, string Name, int BudgetPerMinute)
{
    public static VenueView Of(IVenue venue) => new(venue.Code, venue.Name, venue.BudgetPerMinute);
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
