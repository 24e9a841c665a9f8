namespace OrderBookSilo.Core.Books;

/// <summary>What a venue's response says about a book besides its levels.</summary>
/// <param name="LevelsMax">Requested number of levels per side; null when the venue sends the whole book.</param>
public sealed record BookFacts(LevelSorting Order, int? LevelsMax = null, long? Sequence = null, DateTimeOffset? VenueTime = null)
{
    /// <summary>A side with fewer levels than requested is complete.</summary>
    internal bool IsWhole(int count) => LevelsMax is not { } max || count < max;
}
