using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Benchmarks;

/// <summary>An order split over eight markets, compared with a plain pass over the levels that it takes.</summary>
internal static class SplitBenchmarks
{
    private const int Levels = 5_000;
    private const int Venues = 8;

    /// <summary>Books that a million dollars goes deep into, and books as deep as those of the large venues.</summary>
    public static IEnumerable<Figure> Split() => [.. Of("thin", dollarsPerLevel: 60), .. Of("deep", dollarsPerLevel: 1_500)];

    private static IEnumerable<Figure> Of(string name, int dollarsPerLevel)
    {
        var flat = Enumerable.Range(0, Venues).Select(venue => MarketOf(venue, dollarsPerLevel, step: null)).ToList();
        var stepped = Enumerable.Range(0, Venues).Select(venue => MarketOf(venue, dollarsPerLevel, Exact.FromScaled(1, venue % 2 == 0 ? 8 : 5))).ToList();
        var order = new SplitOrder(Side.Buy, 1_000_000);
        var legs = Splitter.Solve(order, flat).Legs;
        var taken = flat.Select(market => (market.Book.Asks, legs.FirstOrDefault(leg => leg.Market == market.Market)?.Levels ?? 0)).ToArray();
        Action merge = () => Splitter.Merge(order, flat);
        var us = Race.MedianUs(() => PlainPass(taken), merge, () => Splitter.Solve(order, flat), () => Splitter.Solve(order, stepped));
        yield return new Figure($"$1M over {Venues} {name} books takes", $"{taken.Sum(lane => lane.Item2)} levels");
        yield return Figure.Of("merge: plain passes over them", us[1] / us[0], "×", "at most 10");
        yield return Figure.Of("with all single markets and the report", us[2] / us[0], "×");
        yield return Figure.Of("with lot steps", us[3] / us[0], "×");
        yield return Figure.Of("merge", us[1], "µs");
        yield return Figure.Of("with lot steps", us[3], "µs");
        yield return Figure.Of("allocated by the merge, per level", (double)Race.Allocated(merge) / taken.Sum(lane => lane.Item2), "bytes");
    }

    private static UInt128 PlainPass((Ladder Ladder, int Levels)[] lanes)
    {
        UInt128 sum = 0;
        foreach (var (ladder, levels) in lanes)
        {
            var prices = ladder.Prices;
            var quantities = ladder.Quantities;
            for (var i = 0; i < levels; i++)
            {
                var high = Math.BigMul((ulong)prices[i], (ulong)quantities[i], out var low);
                sum = unchecked(sum + new UInt128(high, low));
            }
        }

        return sum;
    }

    private static SplitMarket MarketOf(int venue, int dollarsPerLevel, Exact? step)
    {
        var random = new Random(venue);
        using var bids = new LevelColumns(1);
        using var asks = new LevelColumns(Levels);
        bids.Prices.TryAdd(6_400_000, 2);
        bids.Quantities.TryAdd(1, 0);
        var price = 6_500_000L;
        for (var i = 0; i < Levels; i++)
        {
            price += random.Next(1, 40);
            asks.Prices.TryAdd(price, 2);
            asks.Quantities.TryAdd(random.NextInt64(1, dollarsPerLevel * 2L * 100_000_000 / 65_000), 8);
        }

        var fee = TakerFee.Flat(Exact.FromScaled(10 + venue, 4), FeeIn.Quote);
        return new SplitMarket(
            Market.Parse($"v{venue}:BTC-USD"),
            OrderBook.Create(bids, asks, new BookFacts(LevelSorting.Sorted | LevelSorting.Aggregated, IsWhole: true)).Value,
            fee,
            step,
            null,
            null,
            Conversion.None);
    }
}
