namespace OrderBookSilo.Core.Books;

/// <summary>What a venue's response says about a book besides its levels.</summary>
/// <param name="IsWhole">Whether the venue promises that these are all levels; false when it may hold more, however few there are.</param>
public sealed record BookFacts(LevelSorting Order, bool IsWhole, long? Sequence = null, DateTimeOffset? VenueTime = null);
