using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Tests.Costs;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>
/// A market in whole numbers for exhaustive search: levels of whole prices and quantities, lots, minimums, and fee brackets in
/// hundredths.
/// </summary>
internal sealed record TinyMarket(
    IReadOnlyList<(int Price, int Quantity)> Levels,
    int Lot,
    int QuantityMin,
    int NotionalMin,
    FeeBasis Basis,
    IReadOnlyList<(int From, int Hundredths)> Fees)
{
    public int Depth => Levels.Sum(level => level.Quantity);

    /// <summary>Price × quantity of this quantity, from the best price on.</summary>
    public int Amount(int quantity)
    {
        var amount = 0;
        foreach (var (price, size) in Levels)
        {
            amount += price * Math.Min(quantity, size);
            quantity -= Math.Min(quantity, size);
        }

        return amount;
    }

    public bool Allows(int quantity) =>
        quantity == 0 || (quantity % Lot == 0 && quantity <= Depth && quantity >= QuantityMin && Amount(quantity) >= NotionalMin);

    /// <summary>A hundred times what a buy pays or a sell receives.</summary>
    public int Hundredfold(int quantity, Side side) => 100 * Amount(quantity) + (side == Side.Buy ? 1 : -1) * Fee(Amount(quantity));

    private int Fee(int amount)
    {
        if (Basis != FeeBasis.OrderMarginal)
        {
            return amount * Fees.Last(fee => fee.From == 0 || fee.From <= amount).Hundredths;
        }

        var fee = 0;
        for (var unit = 0; unit < amount; unit++)
        {
            fee += Fees.Last(bracket => bracket.From <= unit).Hundredths;
        }

        return fee;
    }
}

/// <summary>Finds the best split by exhaustive search. Shares nothing with the product.</summary>
internal static class SplitOracle
{
    /// <summary>The lowest cost, or highest proceeds, of a quantity, times 100; null when it cannot be made up.</summary>
    public static int? BestFor(IReadOnlyList<TinyMarket> markets, Side side, int quantity)
    {
        int? best = null;
        foreach (var (sum, value) in All(markets, side, 0))
        {
            if (sum == quantity && (best is null || (side == Side.Buy ? value < best : value > best)))
            {
                best = value;
            }
        }

        return best;
    }

    /// <summary>The largest quantity that a budget buys.</summary>
    public static int MostFor(IReadOnlyList<TinyMarket> markets, int budget) =>
        All(markets, Side.Buy, 0).Where(split => split.Value <= 100 * budget).Max(split => split.Quantity);

    /// <summary>The obvious but wrong rule: repeatedly take the fitting lot with the best price per unit.</summary>
    public static int? Naive(IReadOnlyList<TinyMarket> markets, Side side, int quantity)
    {
        var taken = new int[markets.Count];
        while (taken.Sum() < quantity)
        {
            var best = -1;
            var bestUnit = Rational.Zero;
            for (var i = 0; i < markets.Count; i++)
            {
                var lot = markets[i].Lot;
                if (taken[i] + lot > markets[i].Depth || taken.Sum() + lot > quantity)
                {
                    continue;
                }

                var unit = new Rational(markets[i].Hundredfold(taken[i] + lot, side) - markets[i].Hundredfold(taken[i], side), lot);
                if (best < 0 || (side == Side.Buy ? unit.CompareTo(bestUnit) < 0 : unit.CompareTo(bestUnit) > 0))
                {
                    (best, bestUnit) = (i, unit);
                }
            }

            if (best < 0)
            {
                return null;
            }

            taken[best] += markets[best].Lot;
        }

        return markets.Select((market, i) => market.Hundredfold(taken[i], side)).Sum();
    }

    private static IEnumerable<(int Quantity, int Value)> All(IReadOnlyList<TinyMarket> markets, Side side, int first)
    {
        if (first == markets.Count)
        {
            yield return (0, 0);
            yield break;
        }

        var rest = All(markets, side, first + 1).ToList();
        for (var quantity = 0; quantity <= markets[first].Depth; quantity++)
        {
            if (markets[first].Allows(quantity))
            {
                var value = quantity == 0 ? 0 : markets[first].Hundredfold(quantity, side);
                foreach (var (others, othersValue) in rest)
                {
                    yield return (quantity + others, value + othersValue);
                }
            }
        }
    }
}
