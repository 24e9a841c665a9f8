using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Books;

/// <summary>A book as integers of the market's last decimals, best price first on both sides.</summary>
internal sealed record SimulatedBook(
    SimulatedMarket Market, SimulatedSide Bids, SimulatedSide Asks, long Sequence, DateTimeOffset Time)
{
    public bool IsInAuction { get; init; }

    /// <summary>Replaces the first bid's quantity with text that is not a number.</summary>
    public string? FirstBidQuantity { get; init; }
}

/// <summary>One side of a simulated book.</summary>
internal sealed record SimulatedSide(long[] Prices, long[] Quantities, int[] Orders, int Count)
{
    public static readonly SimulatedSide None = new([], [], [], 0);
}
