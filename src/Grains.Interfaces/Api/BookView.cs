namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The latest book of a market: numbers as decimal text.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot it was received in, UTC.</param>
/// <param name="ReceivedAt">[UTC] When the venue's answer was complete, UTC.</param>
/// <param name="VenueTime">[UTC] The venue's own time of the book, UTC; null where it gives none.</param>
/// <param name="Sequence">The venue's own number of this state of the book; null where it gives none.</param>
/// <param name="Bids">The highest bids, best first, as many as were asked for.</param>
/// <param name="Asks">The lowest asks, best first, as many as were asked for.</param>
/// <param name="BidLevels">Number of bid levels received.</param>
/// <param name="AskLevels">Number of ask levels received.</param>
/// <param name="DepthComplete">Whether the venue promises that the book holds every level of both sides; false: not known to be whole.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bookView")]
public sealed record BookView(
    [property: Id(0)] string Market,
    [property: Id(1)] DateTimeOffset Slot,
    [property: Id(2)] DateTimeOffset ReceivedAt,
    [property: Id(3)] DateTimeOffset? VenueTime,
    [property: Id(4)] long? Sequence,
    [property: Id(5)] IReadOnlyList<LevelView> Bids,
    [property: Id(6)] IReadOnlyList<LevelView> Asks,
    [property: Id(7)] int BidLevels,
    [property: Id(8)] int AskLevels,
    [property: Id(9)] bool DepthComplete);

/// <summary>One price of a book with its quantity.</summary>
/// <param name="Price">[quote per base] The level's price, in quote per base.</param>
/// <param name="Quantity">[base] Quantity offered at that price, in base.</param>
[GenerateSerializer, Immutable, Alias("orderbook.level")]
public sealed record LevelView(
    [property: Id(0)] string Price,
    [property: Id(1)] string Quantity);
