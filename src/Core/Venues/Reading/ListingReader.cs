using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses a venue's listing: an array of products, either the root or one of its fields.</summary>
internal static class ListingReader
{
    /// <summary>The readable products, or why the body is not a listing; never throws, whatever the bytes.</summary>
    public static Outcome<IReadOnlyList<Product>> Read(
        ReadOnlySpan<byte> body, string? arrayField, Func<JsonElement, Product?> readProduct, Func<VenueWords, PullFailure> refusal)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);

            // Throws when anything but white space follows.
            reader.Read();
            if (FindArray(document.RootElement, arrayField) is not { } array)
            {
                return VenueWords.Find(body) is { } words ? refusal(words) : new PullFailure(FailureKind.WrongShape, "no array of products");
            }

            var products = array.EnumerateArray().Select(readProduct).OfType<Product>().ToList();
            return products.Count == 0
                ? new PullFailure(FailureKind.Empty, "a listing without products")
                : Outcome<IReadOnlyList<Product>>.Of(products);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON whose strings are not valid text.
            return new PullFailure(FailureKind.NotJson, $"not a JSON listing: {VenueWords.Head(body)}");
        }
    }

    /// <summary>Base and quote as named by the venue; null when either is missing.</summary>
    public static Pair? PairOf(string? baseCode, string? quoteCode) =>
        string.IsNullOrWhiteSpace(baseCode) || string.IsNullOrWhiteSpace(quoteCode)
            ? null
            : new Pair(new Asset(baseCode.ToUpperInvariant()), new Asset(quoteCode.ToUpperInvariant()));

    public static string? Text(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Whether a field is <c>true</c>; a missing field counts as false.</summary>
    public static bool IsTrue(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A step, minimum or maximum given as text; null when missing, unreadable or zero, because venues write zero for "no rule".</summary>
    public static Exact? Rule(this JsonElement element, string field) =>
        Exact.TryParse(element.Text(field), out var value) && value.IsPositive ? value : null;

    private static JsonElement? FindArray(JsonElement root, string? field)
    {
        if (field is not null && (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(field, out root)))
        {
            return null;
        }

        return root.ValueKind == JsonValueKind.Array ? root : null;
    }
}
