using System.Numerics;
using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Tests.Fuzz;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

/// <summary>A recorded body, what is known of its book, and how to put it into the shape of the call where it is of another one.</summary>
public sealed record RecordedBook(string File, int Bids, int Asks, string? BestBid, string? BestAsk, Func<JsonElement, string>? Rewrite = null);

/// <summary>A recorded error and what it means; a status of null for a body that came with 200.</summary>
public sealed record RecordedError(string File, int? Status, FailureKind Kind);

/// <summary>A recorded listing, how many products it has, and one of them: symbol, pair, status, price step, quantity step, smallest quantity, smallest value.</summary>
public sealed record RecordedListing(string File, int Count, string Product)
{
    /// <summary>Whether the file has one body on each line instead of one array.</summary>
    public bool HasLines { get; init; }
}

/// <summary>A product as it is listed, its pair, and other spellings of it.</summary>
public sealed record Spelling(string Product, string Pair, params string[] Others)
{
    /// <summary>Whether the pair can only be known from the listing.</summary>
    public bool NeedsListing { get; init; }
}

/// <summary>An independent reading of a book: the library's document, big integers, sorted and added up.</summary>
internal sealed record PlainBook(IReadOnlyList<PlainLevel> Bids, IReadOnlyList<PlainLevel> Asks)
{
    /// <summary>Null when the JSON has no such book.</summary>
    public static PlainBook? TryRead(byte[] body, Func<JsonElement, Sides> find)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var sides = find(json.RootElement);
            return new PlainBook(Ladder(sides.Bids, -1), Ladder(sides.Asks, +1));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }

    private static List<PlainLevel> Ladder(IEnumerable<(JsonElement Price, JsonElement Quantity)> levels, int direction) =>
        [.. levels
            .Select(level => (Price: Number(level.Price), Quantity: Number(level.Quantity)))
            .GroupBy(level => level.Price, level => level.Quantity)
            .Select(price => new PlainLevel(price.Key, price.Aggregate((sum, quantity) => sum + quantity)))
            .OrderBy(level => level.Price, Comparer<PlainNumber>.Create((one, other) => direction * one.CompareTo(other)))];

    // The sign of a quantity tells the side where rows of both sides are mixed.
    private static PlainNumber Number(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        return PlainNumber.TryParse(text.TrimStart('-')) ?? throw new FormatException(text);
    }
}

internal readonly record struct PlainLevel(PlainNumber Price, PlainNumber Quantity)
{
    public (BigInteger Price, BigInteger Quantity) At(int priceScale, int quantityScale) => (Price.At(priceScale), Quantity.At(quantityScale));
}

/// <summary>The levels of a body before anything is done with them.</summary>
public sealed record Sides(IEnumerable<(JsonElement Price, JsonElement Quantity)> Bids, IEnumerable<(JsonElement Price, JsonElement Quantity)> Asks)
{
    /// <summary>Arrays that begin with price and quantity, in two fields of an object.</summary>
    public static Sides Of(JsonElement book, string bids = "bids", string asks = "asks") => new(Pairs(book.GetProperty(bids)), Pairs(book.GetProperty(asks)));

    /// <summary>Objects with a price and a quantity.</summary>
    public static Sides OfObjects(JsonElement book, string price, string quantity) => new(
        [.. book.GetProperty("bids").EnumerateArray().Select(level => (level.GetProperty(price), level.GetProperty(quantity)))],
        [.. book.GetProperty("asks").EnumerateArray().Select(level => (level.GetProperty(price), level.GetProperty(quantity)))]);

    /// <summary>Rows of price, count and quantity, that of an ask negative.</summary>
    public static Sides OfRows(JsonElement rows)
    {
        var all = rows.EnumerateArray().ToLookup(row => (row[2].ValueKind == JsonValueKind.String ? row[2].GetString()! : row[2].GetRawText()).StartsWith('-'), row => (row[0], row[2]));
        return new(all[false], all[true]);
    }

    private static IEnumerable<(JsonElement, JsonElement)> Pairs(JsonElement side) =>
        side.ValueKind == JsonValueKind.Null ? [] : [.. side.EnumerateArray().Select(level => (level[0], level[1]))];
}
