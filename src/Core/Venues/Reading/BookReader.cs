using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses a book's JSON, with fields in any order and spelling, directly from UTF-8 into scaled columns.</summary>
internal ref struct BookReader
{
    /// <summary>Venues use 18 bytes per level or more; this allocates enough for levels that fill half the body on each side.</summary>
    private const int BytesPerLevelOfEachSide = 36;

    private readonly BookFormat format;
    private readonly BookShape shape;
    private JsonCursor json;
    private Fields seen;
    private long? sequence;
    private DateTimeOffset? venueTime;
    private bool isAuction;

    private BookReader(ReadOnlySpan<byte> body, BookFormat format)
    {
        this.format = format;
        shape = format.Shape;
        json = new JsonCursor(body, format.BehindElement);
    }

    [Flags]
    private enum Fields
    {
        None = 0,
        Bids = 1,
        Asks = 2,
        Sequence = 4,
        Time = 8,
        Auction = 16,
    }

    /// <summary>A validated book, or the defect; never throws, whatever the bytes.</summary>
    public static Outcome<OrderBook> Read(ReadOnlySpan<byte> body, BookFormat format)
    {
        if (HtmlText.IsHtml(body))
        {
            return new PullFailure(FailureKind.NotJson, $"an HTML page instead of JSON: {VenueWords.Head(body)}");
        }

        var capacity = Math.Min(body.Length / BytesPerLevelOfEachSide, OrderBook.LevelsMax);
        using var bids = new LevelColumns(capacity);
        using var asks = new LevelColumns(capacity);
        var book = new BookReader(body, format);
        try
        {
            return (book.ReadRoot(bids, asks) ?? book.FindDefect()) is { } failure
                ? failure
                : OrderBook.Create(bids, asks, new BookFacts(book.OrderOf(bids, asks), book.IsWhole(bids, asks), book.sequence, book.venueTime));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's two ways of reporting invalid JSON: bad syntax, and strings that are not valid text.
            return new PullFailure(FailureKind.NotJson, $"not JSON, or truncated, at byte {book.json.Position} of {body.Length}");
        }
    }

    private bool IsWhole(LevelColumns bids, LevelColumns asks) =>
        shape.IsWhole && bids.Count != shape.FormerLevelsMax && asks.Count != shape.FormerLevelsMax;

    private PullFailure? ReadRoot(LevelColumns bids, LevelColumns asks)
    {
        json.Reader.Read();
        var isObject = json.Reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && !shape.HasSignedRows)
        {
            return WrongShape($"a JSON {json.Reader.TokenType} instead of an object");
        }

        if ((shape.HasSignedRows ? ReadRows(isObject, bids, asks) : ReadPath(0, bids, asks)) is { } failure)
        {
            return failure;
        }

        // Throws when anything but white space follows.
        json.Reader.Read();
        return null;
    }

    // An error is an object, or an array that begins with its name.
    private PullFailure? ReadRows(bool isObject, LevelColumns bids, LevelColumns asks)
    {
        if (isObject)
        {
            json.Reader.Skip();
            return null;
        }

        var first = json.Reader;
        if (first.Read() && first.TokenType == JsonTokenType.String && format.Refusals.Find(json.Body) is { } refusal)
        {
            return refusal;
        }

        seen = Fields.Bids | Fields.Asks;
        return new LevelReader(shape, "row", bids, asks).Read(ref json);
    }

    /// <summary>Goes down to the object with the sides and reads it; everything beside it is skipped.</summary>
    private PullFailure? ReadPath(int depth, LevelColumns bids, LevelColumns asks)
    {
        if (depth == shape.Path.Count)
        {
            return json.Reader.TokenType == JsonTokenType.StartObject ? ReadFields(bids, asks) : SkipValue();
        }

        var step = shape.Path[depth];
        var isArray = step == BookShape.FirstElement;
        if (json.Reader.TokenType != (isArray ? JsonTokenType.StartArray : JsonTokenType.StartObject))
        {
            return SkipValue();
        }

        for (var place = 0; json.Reader.Read() && json.Reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject); place++)
        {
            var isStep = isArray ? place == 0 : step == BookShape.AnyField || json.Reader.ValueTextEquals(step);
            if (!isArray)
            {
                json.Reader.Read();
            }

            if ((isStep ? ReadPath(depth + 1, bids, asks) : SkipValue()) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private PullFailure? ReadFields(LevelColumns bids, LevelColumns asks)
    {
        while (json.Reader.Read() && json.Reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf();
            if ((seen & field) != 0)
            {
                return WrongShape($"field {field} occurs twice");
            }

            seen |= field;
            if (ReadField(field, bids, asks) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private PullFailure? FindDefect()
    {
        var sides = seen & (Fields.Bids | Fields.Asks);
        if (sides == Fields.None && format.Refusals.Find(json.Body) is { } refusal)
        {
            return refusal;
        }

        if (sides != (Fields.Bids | Fields.Asks))
        {
            return WrongShape("an object without bids or asks");
        }

        return isAuction ? new PullFailure(FailureKind.Auction, "the venue is in auction mode: its levels cannot be taken") : null;
    }

    private readonly LevelSorting OrderOf(LevelColumns bids, LevelColumns asks) =>
        shape.OrderOfOrders is { } ofOrders && bids.Orders == bids.Count && asks.Orders == asks.Count ? ofOrders : shape.Order;

    private readonly Fields FieldOf() =>
        Is(shape.BidsField) ? Fields.Bids
        : Is(shape.AsksField) ? Fields.Asks
        : Is(shape.SequenceField) ? Fields.Sequence
        : Is(shape.TimeField) ? Fields.Time
        : Is(shape.AuctionField) ? Fields.Auction
        : Fields.None;

    private readonly bool Is(string? name) => name is not null && json.Reader.ValueTextEquals(name);

    private PullFailure? ReadField(Fields field, LevelColumns bids, LevelColumns asks)
    {
        json.Reader.Read();
        switch (field)
        {
            case Fields.Bids or Fields.Asks when shape.NullIsEmpty && json.Reader.TokenType == JsonTokenType.Null:
                return null;
            case Fields.Bids:
                return new LevelReader(shape, "bid", bids, null).Read(ref json);
            case Fields.Asks:
                return new LevelReader(shape, "ask", asks, null).Read(ref json);
            case Fields.Sequence:
                sequence = WholeNumber.Read(ref json.Reader, shape.HasSequenceText);
                break;
            case Fields.Time:
                venueTime = VenueTime.Read(ref json.Reader, shape.TimeFormat);
                break;
            case Fields.Auction when json.Reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                isAuction = json.Reader.TokenType == JsonTokenType.True;
                break;
            case Fields.Auction:
                return WrongShape($"{shape.AuctionField} is a JSON {json.Reader.TokenType}");
        }

        return SkipValue();
    }

    private PullFailure? SkipValue()
    {
        json.Reader.Skip();
        return null;
    }

    private static PullFailure WrongShape(string message) => new(FailureKind.WrongShape, message);
}

/// <summary>A book's shape and how the venue refuses it, with what is prepared once for all books.</summary>
internal sealed record BookFormat(BookShape Shape, Refusals Refusals)
{
    public JsonReaderState BehindElement { get; } = JsonCursor.BehindElementOf(Shape);
}
