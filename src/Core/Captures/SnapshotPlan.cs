using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Captures;

/// <summary>Which facts are computed from a book, by its quote asset, because order sizes are amounts of quote.</summary>
/// <param name="OrderSizes">For quotes worth about a dollar (<see cref="DollarAssets"/>).</param>
/// <param name="OrderSizesIn">For other quotes, by asset code; a quote without sizes gets books and depth, but no costs.</param>
/// <param name="FillSizes">The order sizes whose fills are stored, where the quote uses that size.</param>
public sealed record SnapshotPlan(
    IReadOnlyList<Exact> OrderSizes,
    IReadOnlyDictionary<string, IReadOnlyList<Exact>> OrderSizesIn,
    IReadOnlyList<Exact> FillSizes,
    FillPolicy FillPolicy,
    IReadOnlyList<int> DepthBandsBps,
    int FillsMax)
{
    /// <summary>The options for a book quoted in this asset; an unknown quote gets no costs, because sizes are never guessed.</summary>
    public SnapshotOptions For(Asset? quote, TakerFee? fee)
    {
        var sizes = SizesFor(quote);
        return new SnapshotOptions(sizes, [.. FillSizes.Where(sizes.Contains)], FillPolicy, DepthBandsBps, FillsMax, fee);
    }

    private IReadOnlyList<Exact> SizesFor(Asset? quote)
    {
        if (quote is not { } asset)
        {
            return [];
        }

        return OrderSizesIn.TryGetValue(asset.Code, out var own) ? own : DollarAssets.Contains(asset) ? OrderSizes : [];
    }
}
