using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Tests.Books;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>The features of a random instance.</summary>
internal sealed record TinyRules(IReadOnlyList<int> Lots, bool WithMinimums = false, FeeBasis Basis = FeeBasis.TrailingVolume);

/// <summary>Small random instances, for the oracle and for the product.</summary>
internal static class TinyMarkets
{
    /// <summary>Decimals of the other side with which no price from 10 on fits 64 bits.</summary>
    private const string FinestDecimals = "000000000000000001";

    public static IReadOnlyList<TinyMarket> Create(Random random, Side side, TinyRules rules) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => One(random, side, rules))];

    public static IReadOnlyList<SplitMarket> ForProduct(IReadOnlyList<TinyMarket> markets, Side side) =>
        [.. markets.Select((market, i) => ForProduct(market, side, $"m{i}", isWide: i % 2 == 1))];

    private static TinyMarket One(Random random, Side side, TinyRules rules)
    {
        var prices = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(8, 25)).Distinct().Order();
        var levels = (side == Side.Buy ? prices : prices.Reverse()).Select(price => (price, random.Next(1, 7))).ToList();
        var fees = rules.Basis == FeeBasis.TrailingVolume
            ? [(0, random.Next(0, 13))]
            : Brackets(random);
        return new TinyMarket(
            levels,
            rules.Lots[random.Next(rules.Lots.Count)],
            rules.WithMinimums && random.Next(2) == 0 ? random.Next(1, 6) : 0,
            rules.WithMinimums && random.Next(2) == 0 ? random.Next(1, 80) : 0,
            rules.Basis,
            fees);
    }

    private static List<(int From, int Hundredths)> Brackets(Random random)
    {
        var fees = new List<(int From, int Hundredths)> { (0, random.Next(5, 15)) };
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            fees.Add((fees[^1].From + random.Next(5, 50), random.Next(5) == 0 ? random.Next(0, 15) : random.Next(0, fees[^1].Hundredths + 1)));
        }

        return fees;
    }

    private static SplitMarket ForProduct(TinyMarket market, Side side, string name, bool isWide)
    {
        var levels = string.Join(", ", market.Levels.Select(level => $"{level.Price} {level.Quantity}"));
        var brackets = market.Fees.Select(fee => new FeeBracket(fee.From, Exact.FromScaled(fee.Hundredths, 2))).ToList();
        return new SplitMarket(
            Market.Parse($"{name}:X"),
            side == Side.Buy ? BookOf.Text(isWide ? $"1.{FinestDecimals} 1" : "1 1", levels) : BookOf.Text(levels, isWide ? $"100.{FinestDecimals} 1" : "100 1"),
            market.Basis == FeeBasis.TrailingVolume ? TakerFee.Flat(brackets[0].Rate, FeeIn.Quote) : TakerFee.ByOrder(market.Basis, brackets),
            market.Lot,
            market.QuantityMin == 0 ? null : market.QuantityMin,
            market.NotionalMin == 0 ? null : market.NotionalMin,
            Conversion.None);
    }
}
