using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Binance;

/// <summary><c>{"lastUpdateId":…,"bids":[["price","quantity"],…],"asks":…}</c>; no time, no auctions.</summary>
internal static class BookParser
{
    /// <summary>The maximum number of levels per side that Binance sends, which we always request.</summary>
    public const int LevelsMax = 5000;

    private static readonly BookShape Shape = new(
        Order: LevelSorting.Sorted | LevelSorting.Aggregated,
        IsWhole: Venue.PromisesWholeBook,
        SequenceField: "lastUpdateId",
        TimeField: null,
        AuctionField: null,
        OrderOfOrders: null,
        Refusal: words => Refusals.Of(words, httpStatus: null, retryAfter: null));

    public static Outcome<OrderBook> Parse(ReadOnlySpan<byte> body) => BookReader.Read(body, Shape);
}
