namespace OrderBookSilo.VenueSimulator.Markets;

/// <param name="PriceUsd">The price that it moves around.</param>
/// <param name="Volatility">Size of its price moves; 1 is bitcoin's.</param>
/// <param name="Liquidity">Quantity near the best price; 1 is bitcoin's.</param>
internal sealed record SimulatedAsset(string Code, double PriceUsd, double Volatility, double Liquidity);
