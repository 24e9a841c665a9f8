using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>What is computed from a book, by its quote asset: order sizes are amounts of quote.</summary>
/// <param name="OrderSizes">For quotes worth about a dollar (<see cref="Dollars"/>).</param>
/// <param name="OrderSizesIn">For other quotes, by asset code; a quote without sizes gets books and depth, no costs.</param>
/// <param name="FillSizes">The order sizes whose fills are stored, where the quote has that size.</param>
public sealed record SnapshotPlan(
    IReadOnlyList<Exact> OrderSizes,
    IReadOnlyDictionary<string, IReadOnlyList<Exact>> OrderSizesIn,
    IReadOnlyList<Exact> FillSizes,
    FillPolicy FillPolicy,
    IReadOnlyList<int> DepthBandsBps,
    int FillsMax)
{
    /// <summary>Quote assets worth about a dollar. They stay different currencies; only the order sizes are shared.</summary>
    public static readonly IReadOnlySet<string> Dollars = new HashSet<string>(StringComparer.Ordinal)
    {
        "USD", "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "PYUSD", "DAI", "USDE", "USDS", "USD1", "RLUSD", "USDG",
    };

    /// <summary>The options for a book quoted in this asset; an unknown quote gets no costs, because sizes are never guessed.</summary>
    public SnapshotOptions For(Asset? quote, TakerFee? fee)
    {
        var sizes = SizesFor(quote?.Code);
        return new SnapshotOptions(sizes, [.. FillSizes.Where(sizes.Contains)], FillPolicy, DepthBandsBps, FillsMax, fee);
    }

    private IReadOnlyList<Exact> SizesFor(string? quote)
    {
        if (quote is null)
        {
            return [];
        }

        return OrderSizesIn.TryGetValue(quote, out var own) ? own : Dollars.Contains(quote) ? OrderSizes : [];
    }
}
