using System.Security.Cryptography;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Markets;

/// <summary>The book a market answers from: an immutable object that is replaced as a whole, so reads may interleave with a pull.</summary>
internal sealed class CurrentBook
{
    private const int HashBytes = 16;

    private readonly string hash;

    private CurrentBook(OrderBook book, byte[] compact, Slot slot, DateTimeOffset receivedAt, string? sha256)
    {
        Book = book;
        Compact = compact;
        Slot = slot;
        ReceivedAt = receivedAt;
        Sha256 = sha256;
        UnmovedSince = slot.Start;
        hash = Convert.ToHexStringLower(SHA256.HashData(compact).AsSpan(0, HashBytes));
    }

    public OrderBook Book { get; }

    /// <summary>The same book in BookCodec's encoding.</summary>
    public byte[] Compact { get; }

    public Slot Slot { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Of the body, lower-case hex.</summary>
    public string? Sha256 { get; }

    /// <summary>Start of the first slot since which the book has not moved.</summary>
    public DateTimeOffset UnmovedSince { get; private init; }

    /// <summary>The same when it makes the book frozen, otherwise null.</summary>
    public DateTimeOffset? FrozenSince => Standstill.IsFrozen(Slot, UnmovedSince) ? UnmovedSince : null;

    private BookMark Mark => new(Book.Sequence, Book.VenueTime, Sha256);

    public static CurrentBook Of(CapturedBook captured) =>
        new(captured.Book, BookCodec.Encode(captured.Book), captured.Capture.Slot, captured.Capture.ReceivedAt, captured.Capture.Sha256);

    /// <summary>The book as it was read back from the stores.</summary>
    public static CurrentBook Of(CapturedBook captured, DateTimeOffset? unmovedSince) =>
        new(captured.Book, BookCodec.Encode(captured.Book), captured.Capture.Slot, captured.Capture.ReceivedAt, captured.Capture.Sha256)
        {
            UnmovedSince = unmovedSince ?? captured.Capture.Slot.Start,
        };

    /// <summary>This book as the successor of another one.</summary>
    public CurrentBook After(CurrentBook? earlier) =>
        earlier is not null && Standstill.IsUnmoved(earlier.Mark, Mark)
        && Slot.Start - earlier.Slot.Start <= Slot.Length * Standstill.SlotsBackMax
        && earlier.UnmovedSince < UnmovedSince
            ? new CurrentBook(Book, Compact, Slot, ReceivedAt, Sha256) { UnmovedSince = earlier.UnmovedSince }
            : this;

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
        var slot = Slot.Containing(state.ReceivedAt!.Value, state.SlotLength);
        return new CurrentBook(book, BookCodec.Encode(book), slot, state.ReceivedAt.Value, state.Sha256)
        {
            UnmovedSince = state.UnmovedSince ?? slot.Start,
        };
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
            state.NotionalMax,
            FrozenSince);
}
