using Microsoft.OpenApi;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api.Described;

/// <summary>Reads the API's answers and their fields from its OpenAPI document; the texts are those of the records.</summary>
internal static class AnswerSchemas
{
    public static IEnumerable<CatalogueEntry> Of(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        var routes = Routes(document);
        return schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => new CatalogueEntry(
            schema.Key,
            "answer",
            "code",
            schema.Value.Description ?? "",
            Signature: null,
            [.. routes[schema.Key]],
            [.. (schema.Value.Properties ?? new Dictionary<string, IOpenApiSchema>()).Select(property => Column(property.Key, property.Value))]));
    }

    private static CatalogueColumn Column(string name, IOpenApiSchema schema)
    {
        var value = NotNull(schema);
        var meaning = Meaning.Parse(value.Description ?? "");
        return new CatalogueColumn(name, TypeOf(value), meaning.Unit, meaning.Text, value != schema || Has(schema, JsonSchemaType.Null));
    }

    // A nullable record is written as one of null and the record.
    private static IOpenApiSchema NotNull(IOpenApiSchema schema) =>
        schema.OneOf?.FirstOrDefault(one => one is OpenApiSchemaReference) ?? schema;

    private static string TypeOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id!,
        { Items: { } items } => $"array of {TypeOf(items)}",
        { AdditionalProperties: { } values } => $"object of {TypeOf(values)}",
        { Format: "date-time" } => "string (date-time)",
        { Type: { } type } => (type & ~JsonSchemaType.Null).ToString().ToLowerInvariant(),
        _ => "object",
    };

    private static bool Has(IOpenApiSchema schema, JsonSchemaType type) => (schema.Type & type) == type;

    /// <summary>The requests that return a record, by the record's name.</summary>
    private static ILookup<string, string> Routes(OpenApiDocument document) =>
        (from path in document.Paths
         from operation in path.Value.Operations ?? []
         from response in operation.Value.Responses ?? []
         where response.Key.StartsWith('2')
         from answer in response.Value.Content ?? new Dictionary<string, OpenApiMediaType>()
         from record in Records(answer.Value.Schema, new HashSet<string>(StringComparer.Ordinal))
         select (Record: record, Route: $"{operation.Key.Method} {path.Key}"))
        .Distinct()
        .OrderBy(answer => answer.Route, StringComparer.Ordinal)
        .ToLookup(answer => answer.Record, answer => answer.Route, StringComparer.Ordinal);

    /// <summary>The names of the records that a schema refers to, without those already seen.</summary>
    private static IEnumerable<string> Records(IOpenApiSchema? schema, HashSet<string> seen)
    {
        if (schema is null)
        {
            return [];
        }

        string[] own = schema is OpenApiSchemaReference reference ? [reference.Reference.Id!] : [];
        IEnumerable<IOpenApiSchema?> parts = [schema.Items, .. schema.OneOf ?? [], .. schema.Properties?.Values ?? []];
        return own.All(seen.Add) ? own.Concat(parts.SelectMany(part => Records(part, seen))) : [];
    }
}
