using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Described;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/catalogue</c>: what every column of the warehouse and every field of the API means.</summary>
internal static class CatalogueEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/catalogue", GetAsync)
            .WithSummary("What every column of the warehouse and every field of the API means.")
            .WithDescription("Query: field= (a table, view, function or answer, or a column or field of any of them, in any spelling).")
            .Produces<IReadOnlyList<CatalogueEntry>>();

    private static async Task<IResult> GetAsync(HttpRequest request, DataCatalogue catalogue, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("field");
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var entries = await catalogue.ReadAsync(cancel);
        return query.Text("field") is { } field ? Narrowed(entries, field) : Results.Ok(entries);
    }

    private static IResult Narrowed(IReadOnlyList<CatalogueEntry> entries, string field)
    {
        var found = DataCatalogue.Find(entries, field).ToList();
        return found.Count > 0
            ? Results.Ok(found)
            : Problems.NotFound($"nothing here is called '{Query.Shown(field)}'; GET /api/catalogue lists all", DataCatalogue.NearestNames(entries, field));
    }
}
