namespace OrderBookSilo.Core.Books;

/// <summary>What a venue's answer says of a book besides its levels.</summary>
/// <param name="LevelsMax">How many levels of a side were asked for; null when the venue sends the whole book.</param>
public sealed record BookFacts(LevelSorting Order, int? LevelsMax = null, long? Sequence = null, DateTimeOffset? VenueTime = null)
{
    /// <summary>A side that has fewer levels than were asked for has no more of them.</summary>
    internal bool IsWhole(int count) => LevelsMax is not { } max || count < max;
}
