using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains;

/// <summary>The book a market answers from: one immutable reference, replaced whole, so that reads may interleave with a pull.</summary>
/// <param name="Compact">The same book as BookCodec writes it.</param>
internal sealed record LatestBook(OrderBook Book, byte[] Compact, Slot Slot, DateTimeOffset ReceivedAt)
{
    public static LatestBook Of(Snapshot snapshot) =>
        new(snapshot.Book, BookCodec.Encode(snapshot.Book), snapshot.Capture.Slot, snapshot.Capture.ReceivedAt);

    /// <summary>The book in a state, or null when it holds none that can be read.</summary>
    public static LatestBook? Of(MarketState state)
    {
        var isThere = state is { CompactBook: not null, ReceivedAt: not null } && Slot.IsLength(state.SlotLength);
        return isThere && BookCodec.TryDecode(state.CompactBook, out var book)
            ? new LatestBook(book!, state.CompactBook!, Slot.Containing(state.ReceivedAt!.Value, state.SlotLength), state.ReceivedAt.Value)
            : null;
    }

    public BookAnswer ToAnswer(string market) => new(market, Slot.Start, ReceivedAt, Compact);

    public double AgeSeconds(DateTimeOffset now) => Math.Round(Math.Max(0, (now - ReceivedAt).TotalSeconds), 3);
}
