using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Books;

/// <summary>
/// The price at any time, as smooth noise on several time scales: no history is needed,
/// and all venues of an asset stay close.
/// </summary>
internal sealed class PriceWalk(int seed)
{
    private const double VenueOffsetBps = 1.5;

    private static readonly (double PeriodSeconds, double SizeBps)[] Scales =
        [(10, 2), (60, 5), (600, 15), (3600, 50), (86400, 250)];

    /// <summary>The mid price of a market in quote per base.</summary>
    public double MidOf(SimulatedMarket market, DateTimeOffset time)
    {
        var offset = VenueOffsetBps * Noise($"{market.Venue}:{market.Symbol}", 30, Seconds(time));
        return UsdOf(market.Base, time) / UsdOf(market.Quote, time) * (1 + offset / 10_000);
    }

    /// <summary>The price of an asset in dollars.</summary>
    public double UsdOf(SimulatedAsset asset, DateTimeOffset time)
    {
        var bps = 0.0;
        foreach (var (period, size) in Scales)
        {
            bps += size * Noise(asset.Code, period, Seconds(time));
        }

        return asset.PriceUsd * Math.Exp(bps * asset.Volatility / 10_000);
    }

    // Random values at the multiples of a period, from -1 to 1, joined smoothly.
    private double Noise(string name, double periodSeconds, double seconds)
    {
        var position = seconds / periodSeconds;
        var before = (long)Math.Floor(position);
        var between = position - before;
        var weight = between * between * (3 - 2 * between);
        return At(name, periodSeconds, before) * (1 - weight) + At(name, periodSeconds, before + 1) * weight;
    }

    private double At(string name, double periodSeconds, long index) =>
        Randomness.Of(seed + (int)periodSeconds, name, index).NextUnit() * 2 - 1;

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}
