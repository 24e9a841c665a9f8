using System.Buffers.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Core.Venues;

/// <summary>Reads a book's JSON, fields in any order and spelling, straight from UTF-8 into scaled columns.</summary>
internal ref struct BookReader
{
    private const int DepthMax = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };

    private readonly ReadOnlySpan<byte> body;
    private readonly BookShape shape;
    private Utf8JsonReader reader;
    private Fields seen;
    private long? sequence;
    private DateTimeOffset? venueTime;
    private bool isAuction;

    private BookReader(ReadOnlySpan<byte> body, BookShape shape)
    {
        this.body = body;
        this.shape = shape;
        reader = new Utf8JsonReader(body, Options);
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

    /// <summary>A validated book, or why these bytes are none; never throws on any bytes.</summary>
    public static Outcome<OrderBook> Read(ReadOnlySpan<byte> body, BookShape shape)
    {
        if (HtmlText.IsHtml(body))
        {
            return new PullFailure(FailureKind.NotJson, $"an HTML page instead of JSON: {VenueWords.Head(body)}");
        }

        using var bids = new LevelColumns();
        using var asks = new LevelColumns();
        var book = new BookReader(body, shape);
        try
        {
            return (book.ReadFields(bids, asks) ?? book.FindDefect()) is { } failure
                ? failure
                : OrderBook.Create(bids, asks, new BookFacts(shape.Order, shape.LevelsMax, book.sequence, book.venueTime));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's two ways of saying that the bytes are no JSON: bad syntax, and strings that are no text.
            return new PullFailure(FailureKind.NotJson, $"not JSON, or broken off, at byte {book.reader.BytesConsumed} of {body.Length}");
        }
    }

    private PullFailure? ReadFields(LevelColumns bids, LevelColumns asks)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return WrongShape($"a JSON {reader.TokenType} instead of an object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf();
            if ((seen & field) != 0)
            {
                return WrongShape($"field {field} comes twice");
            }

            seen |= field;
            if (ReadField(field, bids, asks) is { } failure)
            {
                return failure;
            }
        }

        reader.Read();
        return null;
    }

    private PullFailure? FindDefect()
    {
        var sides = seen & (Fields.Bids | Fields.Asks);
        if (sides == Fields.None && VenueWords.Find(body) is { } words)
        {
            return shape.Refusal(words);
        }

        if (sides != (Fields.Bids | Fields.Asks))
        {
            return WrongShape("an object without bids and asks");
        }

        return isAuction ? new PullFailure(FailureKind.Auction, "the venue is in auction mode: its levels cannot be taken") : null;
    }

    private readonly Fields FieldOf()
    {
        if (reader.ValueTextEquals("bids"u8))
        {
            return Fields.Bids;
        }

        if (reader.ValueTextEquals("asks"u8))
        {
            return Fields.Asks;
        }

        if (reader.ValueTextEquals(shape.SequenceField))
        {
            return Fields.Sequence;
        }

        if (shape.TimeField is { } time && reader.ValueTextEquals(time))
        {
            return Fields.Time;
        }

        return shape.AuctionField is { } auction && reader.ValueTextEquals(auction) ? Fields.Auction : Fields.None;
    }

    private PullFailure? ReadField(Fields field, LevelColumns bids, LevelColumns asks)
    {
        switch (field)
        {
            case Fields.Bids:
                return LevelReader.Read(ref reader, bids, "bid");
            case Fields.Asks:
                return LevelReader.Read(ref reader, asks, "ask");
        }

        reader.Read();
        switch (field)
        {
            case Fields.Sequence:
                sequence = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
                break;
            case Fields.Time:
                venueTime = reader.TokenType == JsonTokenType.String ? VenueTime.Read(reader.GetString()) : null;
                break;
            case Fields.Auction when reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                isAuction = reader.TokenType == JsonTokenType.True;
                break;
            case Fields.Auction:
                return WrongShape($"{shape.AuctionField} is a JSON {reader.TokenType}");
        }

        reader.Skip();
        return null;
    }

    private static PullFailure WrongShape(string message) => new(FailureKind.WrongShape, message);
}
