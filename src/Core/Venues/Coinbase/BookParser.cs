using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Coinbase;

/// <summary>
/// <c>{"bids":[["price","size",orders],…],"asks":…,"sequence":…,"auction_mode":false,"auction":null,"time":"…"}</c>; at level 3, which
/// is never asked for and comes with imported books, <c>["price","size","order id"]</c> for every order.
/// </summary>
internal static class BookParser
{
    private static readonly BookShape Shape = new(
        Order: LevelSorting.Sorted | LevelSorting.Aggregated,
        IsWhole: Venue.PromisesWholeBook,
        SequenceField: "sequence",
        TimeField: "time",
        AuctionField: "auction_mode",
        OrderOfOrders: LevelSorting.None,
        Refusal: words => Refusals.Of(words, httpStatus: null, retryAfter: null));

    public static Outcome<OrderBook> Parse(ReadOnlySpan<byte> body) => BookReader.Read(body, Shape);
}
