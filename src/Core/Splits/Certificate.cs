using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// Proves that a merge is optimal without repeating it: every market's last price used is no worse than the marginal price, and
/// its next price is no better. docs/metrics.md 2.1, KKT certificate. All-in prices in the answer's currency per base,
/// unrounded.
/// </summary>
/// <param name="Marginal">λ; null when nothing was taken.</param>
public sealed record Certificate(Side Side, Ratio? Marginal, IReadOnlyList<CertificateLane> Lanes)
{
    public bool Holds => Marginal is { } marginal
        ? Lanes.All(lane => !(lane.LastUsed is { } last && IsBetter(marginal, last)) && !(lane.Next is { } next && IsBetter(next, marginal)))
        : Lanes.All(lane => lane.LastUsed is null);

    internal static Certificate Of(Merge merge, Side side) =>
        new(side, merge.Marginal, [.. merge.Lanes.Select((lane, i) => CertificateLane.Of(merge, i, lane))]);

    private bool IsBetter(Ratio price, Ratio than) => Side == Side.Buy ? price < than : price > than;
}

/// <summary>The prices of one market on either side of the marginal price.</summary>
/// <param name="LastUsed">The price of the last level used; null when none was.</param>
/// <param name="Next">The price of the first remaining level, whole or partial; null at the end of the ladder.</param>
public sealed record CertificateLane(Market Market, Ratio? LastUsed, Ratio? Next)
{
    internal static CertificateLane Of(Merge merge, int index, Lane lane)
    {
        var cursor = merge.Cursors[index];
        return new CertificateLane(
            lane.Market.Market,
            cursor.LevelsUsed == 0 ? null : merge.LastPriceOf(index),
            cursor.IsAtEnd || merge.IsOver(index) ? null : merge.PriceOf(index, cursor.Levels));
    }
}
