namespace OrderBookSilo.Simulation.World;

/// <summary>What the world knows of a body that a venue sent.</summary>
/// <param name="Sequence">The state of the book that it shows.</param>
/// <param name="IsBook">Whether it is a valid book.</param>
/// <param name="HasBids">Whether it has bids.</param>
/// <param name="HasAsks">Whether it has asks.</param>
/// <param name="IsCut">Whether the venue has levels beyond those that it sent.</param>
internal sealed record SentBook(byte[] Bytes, long Sequence, bool IsBook, bool HasBids, bool HasAsks, bool IsCut)
{
    public bool IsTwoSided => HasBids && HasAsks;
}
