using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Venues.Coinbase;

/// <summary><c>{"bids":[["price","size",orders],…],"asks":…,"sequence":…,"auction_mode":false,"auction":null,"time":"…"}</c>.</summary>
internal static class BookParser
{
    private static readonly BookShape Shape = new(
        Order: LevelOrder.Sorted | LevelOrder.Aggregated,
        LevelsMax: null,
        SequenceField: "sequence",
        TimeField: "time",
        AuctionField: "auction_mode",
        Refusal: words => Refusals.Of(words, httpStatus: null, retryAfter: null));

    public static Outcome<OrderBook> Parse(ReadOnlySpan<byte> body) => BookReader.Read(body, Shape);
}
