using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses a venue's listing: an array of products, or an object with one field for each, at the root or below.</summary>
internal static class ListingReader
{
    /// <summary>The readable products, or why the body is not a listing; never throws, whatever the bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="paths">
    /// Where the products may be, the first that exists counts: fields and places in arrays from the root down, separated by points;
    /// <c>*</c> for an object with one field for each product.
    /// </param>
    /// <param name="readProduct">A product from its entry; null when it cannot be read.</param>
    /// <param name="refusals">How the venue reports errors.</param>
    public static Outcome<IReadOnlyList<Product>> Read(
        ReadOnlySpan<byte> body, IReadOnlyList<string> paths, Func<JsonElement, Product?> readProduct, Refusals refusals)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);

            // Throws when anything but white space follows.
            reader.Read();
            if (paths.Select(path => FindEntries(document.RootElement, path)).FirstOrDefault(found => found is not null) is not { } entries)
            {
                return refusals.Find(body) ?? new PullFailure(FailureKind.WrongShape, "no array of products");
            }

            var products = entries.Select(readProduct).OfType<Product>().ToList();
            return products.Count == 0
                ? refusals.Find(body) ?? new PullFailure(FailureKind.Empty, "a listing without products")
                : Outcome<IReadOnlyList<Product>>.Of(products);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON whose strings are not valid text.
            return new PullFailure(FailureKind.NotJson, $"not a JSON listing: {VenueWords.Head(body)}");
        }
    }

    public static string? Text(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Whether a field is <c>true</c>; a missing field counts as false.</summary>
    public static bool IsTrue(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>
    /// A step, minimum or maximum given as text or as a number; null when missing, unreadable or zero, because venues write zero for "no
    /// rule".
    /// </summary>
    public static Exact? Rule(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) ? Number(value) : null;

    /// <summary>A number as text or as a number; null when it is neither or not positive.</summary>
    public static Exact? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Positive(Encoding.UTF8.GetBytes(value.GetString()!)),
        JsonValueKind.Number => Positive(JsonMarshal.GetRawUtf8Value(value)),
        _ => null,
    };

    /// <summary>The same of a text; null without one.</summary>
    public static Exact? Number(string? text) => text is null ? null : Positive(Encoding.UTF8.GetBytes(text));

    /// <summary>An object in a field; the undefined element, which has no fields, when it is missing.</summary>
    public static JsonElement Inner(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) ? value : default;

    /// <summary>One unit of the last of these decimals, which are given as text or as a number; null when they are missing.</summary>
    public static Exact? StepOf(this JsonElement element, string field)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(field, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) && decimals <= OrderBook.ScaleMax
            ? Exact.FromScaled(1, decimals)
            : null;
    }

    private static Exact? Positive(ReadOnlySpan<byte> text) =>
        DecimalText.Read(text, out var mantissa, out var decimals) is null && mantissa > 0 ? Exact.FromScaled(mantissa, decimals) : null;

    private static IEnumerable<JsonElement>? FindEntries(JsonElement element, string path)
    {
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == BookShape.AnyField)
            {
                return element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(entry => entry.Value) : null;
            }

            var isThere = element.ValueKind switch
            {
                JsonValueKind.Object => element.TryGetProperty(step, out element),
                JsonValueKind.Array => TryGetPlace(ref element, step),
                _ => false,
            };
            if (!isThere)
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : null;
    }

    private static bool TryGetPlace(ref JsonElement array, string place)
    {
        var isThere = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < array.GetArrayLength();
        array = isThere ? array[at] : array;
        return isThere;
    }
}
