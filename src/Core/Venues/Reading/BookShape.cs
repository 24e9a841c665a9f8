using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>How a venue writes a book: one JSON object with arrays <c>bids</c> and <c>asks</c> of <c>[price, quantity, …]</c>.</summary>
/// <param name="IsWhole">Whether the venue promises every level of both sides.</param>
/// <param name="TimeField">Field with the venue's own time, RFC 3339; null where it gives none.</param>
/// <param name="AuctionField">Field that is true while the levels belong to an auction and cannot be taken; null where there is none.</param>
/// <param name="OrderOfOrders">
/// The guarantees that apply when every entry is one order with its id instead of a level; null where the venue never sends
/// such a book.
/// </param>
/// <param name="Refusal">Interprets an object that contains no book: the venue's error in a body that came with a 2xx.</param>
internal sealed record BookShape(
    LevelSorting Order,
    bool IsWhole,
    string SequenceField,
    string? TimeField,
    string? AuctionField,
    LevelSorting? OrderOfOrders,
    Func<VenueWords, PullFailure> Refusal);
