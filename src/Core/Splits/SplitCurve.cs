using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// What every order size comes to over all markets, as if lots, minimums and brackets of fees asked for nothing: METRICS.md 2.1. One
/// merge leaves marks on its way; a size is looked up among them by bisection, and the merge goes on from the mark before it.
/// </summary>
public sealed class SplitCurve
{
    private const int MarksPerDecade = 8;

    private readonly List<(Exact Size, Merge Merge)> marks = [];

    /// <param name="side">Of the orders.</param>
    /// <param name="from">The smallest size to be asked for, in the answer's currency; above 0.</param>
    /// <param name="to">The largest.</param>
    public SplitCurve(Side side, IReadOnlyList<SplitMarket> markets, Exact from, Exact to)
    {
        Side = side;
        var merge = SplitSearch.StartMerge(side, markets);
        foreach (var size in SizesOf(from, to))
        {
            if (!merge.Run(SplitUnit.Quote, size))
            {
                break;
            }

            marks.Add((size, merge.Copy()));
        }
    }

    public Side Side { get; }

    /// <summary>Sizes at even distances on a logarithmic scale, from the smallest to the largest, rounded to two digits in between.</summary>
    public static IReadOnlyList<Exact> SizesOf(Exact from, Exact to)
    {
        var sizes = new List<Exact> { from };
        var steps = MarksPerDecade * Math.Log10(to.ToDouble() / from.ToDouble());
        for (var i = 1; i < steps; i++)
        {
            var size = from.ToDouble() * Math.Pow(10, i / (double)MarksPerDecade);
            var digit = (int)Math.Floor(Math.Log10(size)) - 1;
            var rounded = (long)Math.Round(size / Math.Pow(10, digit));
            sizes.Add(digit < 0 ? Exact.FromScaled(rounded, -digit) : rounded * Exact.FromScaled((Int128)Math.Pow(10, digit), 0));
        }

        return [.. sizes.Append(to).Distinct().Order()];
    }

    /// <summary>All-in price of an order size, in the answer's currency per base; null when the markets hold less, or at a size below the first.</summary>
    public Ratio? AllInPriceOf(Exact size)
    {
        var (low, high) = (0, marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = marks[middle].Size <= size ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return null;
        }

        var merge = marks[low - 1].Merge.Copy();
        return merge.Run(SplitUnit.Quote, size) ? size / merge.Quantity() : null;
    }
}
