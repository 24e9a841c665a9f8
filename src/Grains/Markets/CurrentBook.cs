using System.Security.Cryptography;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Grains.Markets;

/// <summary>The book a market answers from: an immutable object that is replaced as a whole, so reads may interleave with a pull.</summary>
internal sealed class CurrentBook
{
    private const int HashBytes = 16;

    private readonly string hash;

    private CurrentBook(OrderBook book, byte[] compact, Slot slot, DateTimeOffset receivedAt)
    {
        Book = book;
        Compact = compact;
        Slot = slot;
        ReceivedAt = receivedAt;
        hash = Convert.ToHexStringLower(SHA256.HashData(compact).AsSpan(0, HashBytes));
    }

    public OrderBook Book { get; }

    /// <summary>The same book in BookCodec's encoding.</summary>
    public byte[] Compact { get; }

    public Slot Slot { get; }

    public DateTimeOffset ReceivedAt { get; }

    public static CurrentBook Of(CapturedBook captured) =>
        new(captured.Book, BookCodec.Encode(captured.Book), captured.Capture.Slot, captured.Capture.ReceivedAt);

    /// <summary>The book stored in a market's state, or null when there is none that can be decoded.</summary>
    public static CurrentBook? Of(Market market, MarketState state)
    {
        var isThere = state is { CompactBook: not null, ReceivedAt: not null } && Slot.IsLength(state.SlotLength);
        if (!isThere || !BookCodec.TryDecode(state.CompactBook, out var stored))
        {
            return null;
        }

        // Earlier versions took a book with few levels for a whole one.
        var book = VenueCatalog.Find(market.Venue) is { SendsWholeBook: true } ? stored! : stored!.WithoutPromise();
        return new CurrentBook(book, BookCodec.Encode(book), Slot.Containing(state.ReceivedAt!.Value, state.SlotLength), state.ReceivedAt.Value);
    }

    /// <summary>The answer for a caller whose book has this hash, or who has none.</summary>
    public BookAnswer ToAnswer(string market, MarketState state, string? knownHash) =>
        new(
            market,
            Slot.Start,
            ReceivedAt,
            knownHash == hash ? null : Compact,
            hash,
            Unchanged: knownHash == hash,
            state.QuantityStep,
            state.QuantityMin,
            state.NotionalMin,
            state.Status,
            state.BaseAsset,
            state.QuoteAsset,
            state.QuantityMax,
            state.NotionalMax);

    public double AgeSeconds(DateTimeOffset now) => Age.Seconds(ReceivedAt, now);
}
