namespace OrderBookSilo.VenueSimulator.Markets;

/// <summary>Something that is traded.</summary>
/// <param name="PriceUsd">Around which its price moves.</param>
/// <param name="Volatility">Size of its price moves; 1 is bitcoin's.</param>
/// <param name="Liquidity">How much is on offer near the best price; 1 is bitcoin's.</param>
internal sealed record SimulatedAsset(string Code, double PriceUsd, double Volatility, double Liquidity);
