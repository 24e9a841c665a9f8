namespace OrderBookSilo.VenueSimulator.Markets;

/// <summary>One product of one simulated exchange. Its price and lot steps are one unit of the last decimal.</summary>
/// <param name="BidLevels">Levels of the whole book; fewer for thin or cheap products.</param>
internal sealed record SimulatedMarket(
    string Venue,
    string Symbol,
    SimulatedAsset Base,
    SimulatedAsset Quote,
    int PriceDecimals,
    int QuantityDecimals,
    int BidLevels,
    int AskLevels)
{
    public bool IsHalted { get; init; }
}
