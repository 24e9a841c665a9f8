using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Books;

/// <summary>Generates books that look like recorded ones: gaps that grow with the distance, sizes with a heavy tail, absurd levels far out.</summary>
internal sealed class BookGenerator(int seed)
{
    // Fitted by eye to a recorded BTC-USD book: level 100 is about 5.5 bps from the touch, level 10,000 about 2,000 bps.
    private const double Distance100 = 5.5e-4;
    private const double DistanceExponent = 1.28;
    private const double FullLevels = 20_000;
    private const double MedianUsd = 600;
    private const double SizeSpread = 2.3;
    private const double FarShare = 0.002;
    private const double FarFactorLog = 7.6;

    private readonly PriceWalk walk = new(seed);

    /// <summary>The book in the state of this number at this time.</summary>
    public SimulatedBook Generate(SimulatedMarket market, DateTimeOffset time, long number)
    {
        var random = Randomness.Of(seed, $"{market.Venue}:{market.Symbol}", number);
        var unit = Math.Pow(10, market.PriceDecimals);
        var mid = walk.MidOf(market, time) * unit;
        var halfSpread = mid * (0.02 + 0.3 * random.NextUnit() / market.Base.Liquidity / 10) / 10_000;
        var bestBid = Math.Max(1, (long)Math.Floor(mid - halfSpread));
        var bestAsk = Math.Max(bestBid + 1, (long)Math.Ceiling(mid + halfSpread));
        var stretch = FullLevels / (market.BidLevels + market.AskLevels);
        var sizes = new Sizes(market, stretch, walk.UsdOf(market.Quote, time));
        return new SimulatedBook(
            market,
            Side(bestBid, -1, market.BidLevels, stretch, sizes, ref random),
            Side(bestAsk, +1, market.AskLevels, stretch, sizes, ref random),
            Sequence: 100_000_000_000 + number * 37,
            time);
    }

    private static SimulatedSide Side(long best, int direction, int levels, double stretch, Sizes sizes, ref Randomness random)
    {
        var (prices, quantities, orders) = (new long[levels], new long[levels], new int[levels]);
        var near = levels - (int)Math.Ceiling(levels * FarShare);
        var price = best;
        var count = 0;
        while (count < levels && price > 0)
        {
            prices[count] = price;
            quantities[count] = sizes.Next(price, ref random);
            orders[count] = random.Next() % 8 == 0 ? 2 + (int)(random.Next() % 20) : 1;
            count++;
            var far = count > near ? (count - near) / (double)(levels - near) * FarFactorLog : 0;
            var wanted = best * Math.Exp(direction * (DistanceOf(count + random.NextUnit(), stretch) + far));
            price = direction * Math.Max(direction * (price + direction), direction * Tidy((long)wanted, count, ref random));
        }

        return new SimulatedSide(prices, quantities, orders, count);
    }

    private static double DistanceOf(double level, double stretch) => Distance100 * Math.Pow(level * stretch / 100, DistanceExponent);

    // Far from the touch people write round prices.
    private static long Tidy(long price, int level, ref Randomness random) =>
        level > 500 && price > 10_000 && random.Next() % 3 == 0 ? price - price % 100 : price;

    private sealed record Sizes(SimulatedMarket Market, double Stretch, double QuoteUsd)
    {
        private readonly double lotsPerUnit =
            Math.Pow(10, Market.QuantityDecimals + Market.PriceDecimals) * MedianUsd * Market.Base.Liquidity * Stretch / QuoteUsd;

        public long Next(long price, ref Randomness random)
        {
            var lots = Math.Max(1, (long)(lotsPerUnit / price * Math.Exp(SizeSpread * random.NextNormal())));
            return random.Next() % 5 == 0 ? Round(lots) : lots;
        }

        // One significant digit, as in orders of 0.5 or 2000.
        private static long Round(long lots)
        {
            long power = 1;
            while (lots / power >= 10)
            {
                power *= 10;
            }

            return lots / power * power;
        }
    }
}
