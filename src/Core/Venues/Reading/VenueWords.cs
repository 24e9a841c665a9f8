using System.Text;
using System.Text.Json;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>The content of an error body: the venue's code and text, or the start of whatever it sent instead.</summary>
internal readonly record struct VenueWords(int? Code, string Text)
{
    private const int HeadBytesMax = 1024;
    private const int DepthMax = 16;

    /// <summary>Parses an error body; for any other body, returns its start. Never throws.</summary>
    public static VenueWords Read(ReadOnlySpan<byte> body) => Find(body) ?? new VenueWords(null, Head(body));

    /// <summary>
    /// Parses <c>{"code":…,"msg"|"message":…}</c>, also inside <c>{"errors":[…]}</c>; null when the body has neither form.
    /// </summary>
    public static VenueWords? Find(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DepthMax });
            using var document = JsonDocument.ParseValue(ref reader);
            return Find(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON whose strings are not valid text.
            return null;
        }
    }

    /// <summary>The text of a failure's message; the status where there is no text.</summary>
    public string Message(int? httpStatus) => (Text, Code) switch
    {
        ("", null) => httpStatus is null ? "an error without a message" : $"HTTP {httpStatus} without a message",
        (_, null) => Text,
        ("", _) => $"error {Code}",
        _ => $"{Text} ({Code})",
    };

    /// <summary>The start of a body as one line of text; an HTML page without its tags.</summary>
    public static string Head(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, HeadBytesMax)]);
        return HtmlText.IsHtml(body) ? HtmlText.Strip(text) : text.Trim();
    }

    private static VenueWords? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            return Find(element[0]);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("errors", out var errors))
        {
            return Find(errors);
        }

        var code = element.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : (int?)null;
        var text = StringOf(element, "msg") ?? StringOf(element, "message");
        return code is null && text is null ? null : new VenueWords(code, text ?? "");
    }

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String ? property.GetString() : null;
}
