using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The one way answers are written as JSON, so that the same answer is always the same bytes.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Default();

    /// <summary>Sets the options that differ from the web defaults.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new UtcTimeConverter());
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
    }

    /// <summary>The bytes of an answer or of its problem.</summary>
    public static byte[] Write<T>(Answer<T> answer)
        where T : class =>
        answer.Problem is { } problem
            ? JsonSerializer.SerializeToUtf8Bytes(problem, Options)
            : JsonSerializer.SerializeToUtf8Bytes(answer.Value, Options);

    private static JsonSerializerOptions Default()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}

/// <summary>Writes times as ISO-8601 UTC with a <c>Z</c>.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
}
