using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>The content of an error body: the venue's code and text, or the start of whatever it sent instead.</summary>
internal readonly record struct VenueWords(string? Code, string Text)
{
    private const int HeadBytesMax = 1024;
    private const int DepthMax = 16;

    private static readonly string[] CodeFields = ["code", "retCode", "err-code", "err_code", "response_code", "label"];
    private static readonly string[] TextFields = ["msg", "message", "retMsg", "err-msg", "err_msg", "reason"];

    /// <summary>Parses an error body; for any other body, returns its start. Never throws.</summary>
    public static VenueWords Read(ReadOnlySpan<byte> body) => Find(body) ?? new VenueWords(null, Head(body));

    /// <summary>
    /// Parses an object with a code, a text or both under any of the names that venues use, also inside <c>errors</c>, and
    /// <c>{"error": …}</c> and <c>["error", code, text]</c>; null when the body has none of these forms.
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
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.GetArrayLength() == 0 ? null
                : element[0] is { ValueKind: JsonValueKind.String } name ? OfRow(element, name.GetString()!)
                : Find(element[0]);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("errors", out var errors))
        {
            return Find(errors);
        }

        var code = CodeFields.Select(field => CodeOf(element, field)).FirstOrDefault(found => found is not null);
        var text = TextFields.Select(field => StringOf(element, field)).FirstOrDefault(found => found is not null);
        return code is not null || text is not null ? new VenueWords(code, text ?? "")
            : element.TryGetProperty("error", out var error) ? OfError(error)
            : null;
    }

    // ["error", 10020, "symbol: invalid"], or texts alone.
    private static VenueWords? OfRow(JsonElement row, string first) =>
        first == "error" && row.GetArrayLength() > 2 && row[2].ValueKind == JsonValueKind.String
            ? new VenueWords(CodeOf(row[1]), row[2].GetString()!)
            : new VenueWords(null, first);

    private static VenueWords? OfError(JsonElement error) => error.ValueKind == JsonValueKind.String ? new VenueWords(null, error.GetString()!) : Find(error);

    private static string? CodeOf(JsonElement element, string name) => element.TryGetProperty(name, out var code) ? CodeOf(code) : null;

    private static string? CodeOf(JsonElement code) => code.ValueKind switch
    {
        JsonValueKind.Number when code.TryGetInt32(out var number) => number.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String when code.GetString() is { Length: > 0 } text => text,
        _ => null,
    };

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String ? property.GetString() : null;
}
