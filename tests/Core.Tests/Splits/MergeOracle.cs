using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Tests.Costs;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>
/// A market for the simple merge: its book, fee, and the levels of the book that converts its quote; one list is one
/// conversion.
/// </summary>
internal sealed record PlainMarket(OrderBook Book, Exact Rate, FeeIn In, PlainConversion Conversion);

/// <summary>Rate and capacity of each step, the best first; a null capacity is unlimited.</summary>
internal sealed record PlainConversion(IReadOnlyList<(Rational Rate, Rational? Capacity)> Steps);

/// <summary>
/// The merge of docs/metrics.md 2.1 in its simplest form: examine every market's next level, take from the best one what it,
/// its conversion and the order allow, and repeat. In rationals.
/// </summary>
internal sealed class MergeOracle(IReadOnlyList<PlainMarket> markets, Side side)
{
    private readonly int[] levels = new int[markets.Count];
    private readonly Rational[] part = [.. markets.Select(_ => Rational.Zero)];
    private readonly Dictionary<PlainConversion, (int Step, Rational Used)> conversions =
        markets.Select(market => market.Conversion).Distinct().ToDictionary(conversion => conversion, _ => (0, Rational.Zero));

    public Rational Amount { get; private set; } = Rational.Zero;

    public Rational Quantity { get; private set; } = Rational.Zero;

    /// <summary>False when the markets end first.</summary>
    public bool Run(SplitUnit unit, Exact target)
    {
        while (true)
        {
            var left = Rational.Of(target) - (unit == SplitUnit.Quote ? Amount : Quantity);
            if (left.Numerator.IsZero)
            {
                return true;
            }

            if (Best() is not { } best)
            {
                return false;
            }

            Take(best, unit, left);
        }
    }

    private int? Best()
    {
        int? best = null;
        var bestPrice = Rational.Zero;
        for (var i = 0; i < markets.Count; i++)
        {
            if (levels[i] < LadderOf(i).Count && Step(i) is { } step)
            {
                var price = Level(i).Price * Paid(i) / Received(i) * step.Rate;
                if (best is null || (side == Side.Buy ? price.CompareTo(bestPrice) < 0 : price.CompareTo(bestPrice) > 0))
                {
                    (best, bestPrice) = (i, price);
                }
            }
        }

        return best;
    }

    private void Take(int i, SplitUnit unit, Rational left)
    {
        var (price, size) = Level(i);
        var step = Step(i)!.Value;
        var quote = price * Paid(i);
        var available = size - part[i];
        var taken = unit == SplitUnit.Quote ? left / (quote * step.Rate) : left / Received(i);
        taken = available.CompareTo(taken) < 0 ? available : taken;
        var (index, used) = conversions[markets[i].Conversion];
        if (step.Capacity is { } capacity && ((capacity - used) / quote).CompareTo(taken) <= 0)
        {
            taken = (capacity - used) / quote;
            conversions[markets[i].Conversion] = (index + 1, Rational.Zero);
        }
        else
        {
            conversions[markets[i].Conversion] = (index, used + taken * quote);
        }

        part[i] = Reduced(part[i] + taken);
        if (part[i].CompareTo(size) == 0)
        {
            (levels[i], part[i]) = (levels[i] + 1, Rational.Zero);
        }

        Amount = Reduced(Amount + taken * quote * step.Rate);
        Quantity = Reduced(Quantity + taken * Received(i));
    }

    private (Rational Rate, Rational? Capacity)? Step(int i)
    {
        var conversion = markets[i].Conversion;
        var index = conversions[conversion].Step;
        return index < conversion.Steps.Count ? conversion.Steps[index] : null;
    }

    private Rational Paid(int i) => One + Rational.Of(markets[i].Rate) * new Rational(
        side == Side.Sell ? -1 : markets[i].In == FeeIn.Quote ? 1 : 0, 1);

    private Rational Received(int i) =>
        side == Side.Buy && markets[i].In == FeeIn.Received ? One - Rational.Of(markets[i].Rate) : One;

    private Ladder LadderOf(int i) => side == Side.Buy ? markets[i].Book.Asks : markets[i].Book.Bids;

    private (Rational Price, Rational Quantity) Level(int i)
    {
        var level = markets[i].Book.LevelOf(LadderOf(i), levels[i]);
        return (Rational.Of(level.Price), Rational.Of(level.Quantity));
    }

    private static Rational One => new(1, 1);

    private static Rational Reduced(Rational value)
    {
        var common = System.Numerics.BigInteger.GreatestCommonDivisor(value.Numerator, value.Denominator);
        return new Rational(value.Numerator / common, value.Denominator / common);
    }
}
