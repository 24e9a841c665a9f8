using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Costs;

/// <summary>The definitions of docs/metrics.md 1, computed the slow way in rationals.</summary>
internal sealed record WalkOracle(
    bool Complete, Rational Amount, Rational Quantity, Rational RoundedQuantity, Rational? Worst, int Levels, IReadOnlyList<Rational> Amounts)
{
    public static WalkOracle ByAmount(OrderBook book, Side side, Exact orderSize, FillPolicy policy)
    {
        var size = Rational.Of(orderSize);
        var taken = new List<(Rational Price, Rational Quantity, Rational Amount)>();
        var sum = Rational.Zero;
        var isComplete = false;
        foreach (var (price, quantity) in LevelsOf(book, side))
        {
            var amount = price * quantity;
            var after = sum + amount;
            if (after.CompareTo(size) <= 0 || policy == FillPolicy.Over)
            {
                taken.Add((price, quantity, amount));
                sum = after;
                isComplete = after.CompareTo(size) >= 0;
            }
            else
            {
                isComplete = true;
                if (policy == FillPolicy.Exact)
                {
                    taken.Add((price, (size - sum) / price, size - sum));
                    sum = size;
                }
            }

            if (isComplete)
            {
                break;
            }
        }

        return Of(taken, isComplete);
    }

    public static WalkOracle ByQuantity(OrderBook book, Side side, Exact orderQuantity)
    {
        var left = Rational.Of(orderQuantity);
        var taken = new List<(Rational Price, Rational Quantity, Rational Amount)>();
        foreach (var (price, quantity) in LevelsOf(book, side))
        {
            var part = quantity.CompareTo(left) <= 0 ? quantity : left;
            if (left.Numerator.IsZero)
            {
                break;
            }

            taken.Add((price, part, price * part));
            left -= part;
        }

        return Of(taken, left.Numerator.IsZero);
    }

    public double? SlippageBps(Side side, Exact? reference)
    {
        if (!Complete || Levels == 0 || reference is null)
        {
            return null;
        }

        var ratio = Amount / Quantity / Rational.Of(reference.Value) - new Rational(1, 1);
        return (ratio * new Rational(side == Side.Buy ? 10_000 : -10_000, 1)).ToDouble();
    }

    private static WalkOracle Of(List<(Rational Price, Rational Quantity, Rational Amount)> taken, bool isComplete) => new(
        isComplete,
        taken.Aggregate(Rational.Zero, (sum, level) => sum + level.Amount),
        taken.Aggregate(Rational.Zero, (sum, level) => sum + level.Quantity),
        taken.Aggregate(Rational.Zero, (sum, level) => sum + level.Quantity.Down()),
        taken.Count == 0 ? null : taken[^1].Price,
        taken.Count,
        [.. taken.Select(level => level.Amount)]);

    private static IEnumerable<(Rational Price, Rational Quantity)> LevelsOf(OrderBook book, Side side)
    {
        var ladder = side == Side.Buy ? book.Asks : book.Bids;
        for (var i = 0; i < ladder.Count; i++)
        {
            var level = book.LevelOf(ladder, i);
            yield return (Rational.Of(level.Price), Rational.Of(level.Quantity));
        }
    }
}
