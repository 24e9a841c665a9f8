using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api.Described;

/// <summary>Adds to the OpenAPI document what the routes' types do not say: the description, topics, keys and parameters.</summary>
internal static class ApiDescription
{
    private const string Text = """
        What it costs to buy or sell, from full order books: live questions, past slots, and the evidence behind both.

        **Amounts, prices and quantities are strings** that hold exact decimals, such as "67250.10"; parse them as decimals, not as floats.
        Basis points (`…Bps`), fractions, ages and counts are numbers. A value that cannot be computed is null, never 0. Times are
        ISO-8601 in UTC. A request that cannot be answered gets a problem (RFC 9457) whose `detail` says what would be right.

        Callers on the silo's own machine need no key unless LoopbackNeedsKey is set; others send an API key, as
        `Authorization: Bearer KEY` or `X-Api-Key: KEY`. Keys of scope read may only ask.
        """;

    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "apiKey";

    private static readonly Dictionary<string, (string Description, string Example)> PathParameters = new(StringComparer.Ordinal)
    {
        ["venue"] = ("The exchange's code, lower case.", "coinbase"),
        ["product"] = ("The exchange's name of the instrument, in its spelling; a slash is percent-encoded.", "BTC-USD"),
        ["base"] = ("The pair's base asset, by its code.", "BTC"),
        ["quote"] = ("The pair's quote asset, by its code.", "USD"),
        ["name"] = ("The key's name: a-z, 0-9, '.', '_' and '-'.", "dashboard"),
        ["id"] = ("The replay's name, from the answer that started it.", "20261122T100000-1a2b"),
        ["version"] = ("A version's name.", "sizes-250k"),
        ["one"] = ("A version's name.", "live"),
    };

    public static OpenApiOptions AddDescription(this OpenApiOptions options) => options
        .AddDocumentTransformer((document, _, _) => DescribeDocument(document))
        .AddOperationTransformer((operation, context, _) => DescribeOperation(operation, context.Description.ActionDescriptor.EndpointMetadata))
        .AddSchemaTransformer((schema, context, _) => DescribeTime(schema, context.JsonTypeInfo.Type));

    private static Task DescribeDocument(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "OrderBookSilo", Version = ProductVersion.Text, Description = Text };
        document.Tags = ApiTags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        foreach (var server in document.Servers ?? [])
        {
            server.Url = server.Url?.TrimEnd('/');
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
            [HeaderScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "An API key." },
        };

        // The empty requirement: on the silo's own machine no key is needed.
        document.Security = [Requires(BearerScheme, document), Requires(HeaderScheme, document), []];
        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requires(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static Task DescribeOperation(OpenApiOperation operation, IList<object> metadata)
    {
        operation.Parameters ??= [];
        operation.Responses = InOrder(operation.Responses ?? []);
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
        {
            var (description, example) = PathParameters[parameter.Name!];
            parameter.Description = description;
            parameter.Example = example;
        }

        foreach (var parameter in metadata.OfType<DeclaredParameters>().SelectMany(declared => declared.All))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.IsRequired,
                Schema = parameter.Schema(),
                Example = parameter.Example?.DeepClone(),
            });
        }

        return Task.CompletedTask;
    }

    private static OpenApiResponses InOrder(OpenApiResponses responses)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            sorted.Add(status, response);
        }

        return sorted;
    }

    // A custom converter hides from the document that a time is a string, and whether it can be null.
    private static Task DescribeTime(OpenApiSchema schema, Type type)
    {
        schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String
            : type == typeof(DateTimeOffset?) ? JsonSchemaType.String | JsonSchemaType.Null
            : schema.Type;
        return Task.CompletedTask;
    }
}
