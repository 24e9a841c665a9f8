using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrderBookSilo.Silo.Api;

/// <summary>Times as ISO-8601 UTC with a <c>Z</c>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

    /// <summary>Says in the OpenAPI document what a converter hides from it: that a time is a string, and whether it can be null.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = context.JsonTypeInfo.Type;
        schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String
            : type == typeof(DateTimeOffset?) ? JsonSchemaType.String | JsonSchemaType.Null
            : schema.Type;
        return Task.CompletedTask;
    }
}
