using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>A query parameter, declared once; this declaration reads it, validates it and describes it.</summary>
internal abstract class QueryParameter(string name, string description)
{
    public const int LengthMaxDefault = 128;

    public string Name => name;

    public string Description => description;

    public bool IsRequired { get; init; }

    /// <summary>Longest allowed value, in characters.</summary>
    public int LengthMax { get; init; } = LengthMaxDefault;

    public JsonNode? Example { get; init; }

    /// <summary>The form of a value, for the OpenAPI document.</summary>
    public Func<OpenApiSchema> Schema { get; init; } = () => new OpenApiSchema { Type = JsonSchemaType.String };
}

/// <summary>A parameter with values of one type.</summary>
/// <param name="read">Reads the text of a value, null when none was given; throws <see cref="QueryException"/>.</param>
internal sealed class QueryParameter<T>(string name, string description, Func<string?, T> read) : QueryParameter(name, description)
{
    public T Read(string? text) => read(text);
}
