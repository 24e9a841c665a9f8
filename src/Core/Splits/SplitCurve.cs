using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// The result of every order size over all markets, ignoring lots, minimums and fee brackets: docs/metrics.md 2.1. One merge
/// records marks as it advances; a size is looked up among them by bisection, and the merge continues from the preceding mark.
/// </summary>
public sealed class SplitCurve
{
    private readonly List<(Exact Size, Merge Merge)> marks = [];

    /// <param name="side">Side of the orders.</param>
    /// <param name="sizes">Sizes at which marks are recorded, in the answer's currency, positive and ascending.</param>
    public SplitCurve(Side side, IReadOnlyList<SplitMarket> markets, IReadOnlyList<Exact> sizes)
    {
        (Side, Mid) = (side, SplitReport.MedianMid(markets));
        var merge = SplitSearch.StartMerge(side, markets);
        foreach (var size in sizes)
        {
            if (!merge.Run(SplitUnit.Quote, size))
            {
                break;
            }

            marks.Add((size, merge.Copy()));
        }
    }

    public Side Side { get; }

    /// <summary>Median of the markets' converted mids; null when none has one.</summary>
    public Ratio? Mid { get; }

    /// <summary>
    /// All-in price of an order size, in the answer's currency per base; null when the markets hold less, or for a size below
    /// the first.
    /// </summary>
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

    /// <summary>1e4 × D × (all-in price ÷ mid − 1); null without a mid.</summary>
    public double? CostBps(Ratio allInPrice) =>
        Mid is { } mid ? ((Side == Side.Buy ? allInPrice - mid : mid - allInPrice) / mid * (Exact)10_000).ToDouble() : null;
}
