using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>Splits orders: docs/metrics.md 2. Pure, and deterministic in the order of the markets.</summary>
public static class Splitter
{
    /// <summary>The certificate of the relaxed merge, which ignores lots, minimums and fee brackets and bounds every split.</summary>
    public static Certificate Merge(SplitOrder order, IReadOnlyList<SplitMarket> markets) => SplitSearch.Certify(order, markets);

    /// <summary>The best split of an order over these markets; without markets, an incomplete one with reason one_sided.</summary>
    public static Split Solve(SplitOrder order, IReadOnlyList<SplitMarket> markets)
    {
        var search = SplitSearch.Run(order, markets);
        var singles = (markets.Count == 1 ? [search.Best] : markets.Select(market => SplitSearch.Run(order, [market]).Best))
            .OfType<Allotment>()
            .Where(alone => alone.IsComplete)
            .Order(Comparer<Allotment>.Create((left, right) => ByPrice(order.Side, left, right)))
            .ToList();

        // Lots that do not divide one another are distributed well, but not necessarily optimally.
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
