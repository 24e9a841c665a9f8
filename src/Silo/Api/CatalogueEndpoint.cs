using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Described;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET /api/catalogue</c>: what every column of the warehouse and every field of the API means.</summary>
internal static class CatalogueEndpoint
{
    private static readonly QueryParameter<string?> Field = Parameter.Text(
        "field", "A table, view, function or answer, or one of their columns or fields, in any spelling; default all.", "cost_bps");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapTopic(ApiTags.Catalogue).MapGet("/api/catalogue", GetAsync)
            .Describe("getCatalogue", "What every column of the warehouse and every field of the API means.")
            .Takes(Field)
            .Produces<IReadOnlyList<CatalogueEntry>>()
            .Fails(404);

    private static async Task<IResult> GetAsync(Query query, DataCatalogue catalogue, CancellationToken cancel)
    {
        var field = query.Read(Field);
        var entries = await catalogue.ReadAsync(cancel);
        return field is null ? Results.Ok(entries) : Narrowed(entries, field);
    }

    private static IResult Narrowed(IReadOnlyList<CatalogueEntry> entries, string field)
    {
        var found = DataCatalogue.Find(entries, field).ToList();
        return found.Count > 0
            ? Results.Ok(found)
            : Problems.NotFound($"the catalogue has no '{Shown.Of(field)}'; GET /api/catalogue lists everything", DataCatalogue.NearestNames(entries, field));
    }
}
