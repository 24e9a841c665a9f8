using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>Splits orders: docs/metrics.md 2. Pure, and deterministic in the order of the markets.</summary>
public static class Splitter
{
    /// <summary>
    /// The bound under every split: its certificate, as if lots, minimums and brackets of fees asked for nothing. The merge alone.
    /// </summary>
    public static Certificate Merge(SplitOrder order, IReadOnlyList<SplitMarket> markets) => SplitSearch.Certify(order, markets);

    /// <summary>The best split of an order over markets whose books are at hand; without markets an incomplete one, one_sided.</summary>
    public static Split Solve(SplitOrder order, IReadOnlyList<SplitMarket> markets)
    {
        var search = SplitSearch.Run(order, markets);
        var singles = (markets.Count == 1 ? [search.Best] : markets.Select(market => SplitSearch.Run(order, [market]).Best))
            .OfType<Allotment>()
            .Where(alone => alone.IsComplete)
            .Order(Comparer<Allotment>.Create((left, right) => ByPrice(order.Side, left, right)))
            .ToList();

        // Lots that do not divide one another are shared well, not perfectly.
        var best = search.Best;
        foreach (var single in singles)
        {
            best = best is null || search.IsBetter(single, best) ? single : best;
        }

        return new SplitReport(order, markets, search).Write(best, singles);
    }

    private static int ByPrice(Side side, Allotment left, Allotment right)
    {
        var comparison = left.AllIn.CompareTo(right.AllIn);
        return side == Side.Buy ? comparison : -comparison;
    }
}
