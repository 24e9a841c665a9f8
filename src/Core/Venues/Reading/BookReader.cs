using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses a book's JSON, with fields in any order and spelling, directly from UTF-8 into scaled columns.</summary>
internal ref struct BookReader
{
    /// <summary>Venues use about 25 bytes per level; this allocates enough for levels that fill half the body on each side.</summary>
    private const int BytesPerLevelOfEachSide = 48;

    private readonly BookShape shape;
    private JsonCursor json;
    private Fields seen;
    private long? sequence;
    private DateTimeOffset? venueTime;
    private bool isAuction;

    private BookReader(ReadOnlySpan<byte> body, BookShape shape)
    {
        this.shape = shape;
        json = new JsonCursor(body);
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
    public static Outcome<OrderBook> Read(ReadOnlySpan<byte> body, BookShape shape)
    {
        if (HtmlText.IsHtml(body))
        {
            return new PullFailure(FailureKind.NotJson, $"an HTML page instead of JSON: {VenueWords.Head(body)}");
        }

        var capacity = Math.Min(body.Length / BytesPerLevelOfEachSide, OrderBook.LevelsMax);
        using var bids = new LevelColumns(capacity);
        using var asks = new LevelColumns(capacity);
        var book = new BookReader(body, shape);
        try
        {
            return (book.ReadFields(bids, asks) ?? book.FindDefect()) is { } failure
                ? failure
                : OrderBook.Create(bids, asks, new BookFacts(book.OrderOf(bids, asks), shape.IsWhole, book.sequence, book.venueTime));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's two ways of reporting invalid JSON: bad syntax, and strings that are not valid text.
            return new PullFailure(FailureKind.NotJson, $"not JSON, or truncated, at byte {book.json.Position} of {body.Length}");
        }
    }

    private PullFailure? ReadFields(LevelColumns bids, LevelColumns asks)
    {
        if (!json.Reader.Read() || json.Reader.TokenType != JsonTokenType.StartObject)
        {
            return WrongShape($"a JSON {json.Reader.TokenType} instead of an object");
        }

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

        json.Reader.Read();
        return null;
    }

    private PullFailure? FindDefect()
    {
        var sides = seen & (Fields.Bids | Fields.Asks);
        if (sides == Fields.None && VenueWords.Find(json.Body) is { } words)
        {
            return shape.Refusal(words);
        }

        if (sides != (Fields.Bids | Fields.Asks))
        {
            return WrongShape("an object without bids or asks");
        }

        return isAuction ? new PullFailure(FailureKind.Auction, "the venue is in auction mode: its levels cannot be taken") : null;
    }

    private readonly LevelSorting OrderOf(LevelColumns bids, LevelColumns asks) =>
        shape.OrderOfOrders is { } ofOrders && bids.Orders == bids.Count && asks.Orders == asks.Count ? ofOrders : shape.Order;

    private readonly Fields FieldOf()
    {
        if (json.Reader.ValueTextEquals("bids"u8))
        {
            return Fields.Bids;
        }

        if (json.Reader.ValueTextEquals("asks"u8))
        {
            return Fields.Asks;
        }

        if (json.Reader.ValueTextEquals(shape.SequenceField))
        {
            return Fields.Sequence;
        }

        if (shape.TimeField is { } time && json.Reader.ValueTextEquals(time))
        {
            return Fields.Time;
        }

        return shape.AuctionField is { } auction && json.Reader.ValueTextEquals(auction) ? Fields.Auction : Fields.None;
    }

    private PullFailure? ReadField(Fields field, LevelColumns bids, LevelColumns asks)
    {
        switch (field)
        {
            case Fields.Bids:
                return LevelReader.Read(ref json, bids, "bid");
            case Fields.Asks:
                return LevelReader.Read(ref json, asks, "ask");
        }

        json.Reader.Read();
        switch (field)
        {
            case Fields.Sequence:
                sequence = json.Reader.TokenType == JsonTokenType.Number && json.Reader.TryGetInt64(out var number) ? number : null;
                break;
            case Fields.Time:
                venueTime = json.Reader.TokenType == JsonTokenType.String ? VenueTime.Read(json.Reader.GetString()) : null;
                break;
            case Fields.Auction when json.Reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                isAuction = json.Reader.TokenType == JsonTokenType.True;
                break;
            case Fields.Auction:
                return WrongShape($"{shape.AuctionField} is a JSON {json.Reader.TokenType}");
        }

        json.Reader.Skip();
        return null;
    }

    private static PullFailure WrongShape(string message) => new(FailureKind.WrongShape, message);
}
