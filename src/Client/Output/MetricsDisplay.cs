using System.Globalization;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows the metrics of a book: prices, then a table of bands, then one of order sizes.</summary>
internal static class MetricsDisplay
{
    public static void Show(Screen screen, MarketMetrics metrics)
    {
        var quote = metrics.Currency is { } currency ? Words.Safe(currency) : "quote";
        screen.Say($"[bold]{Words.Safe(metrics.Market)}[/], book {Times.Age(metrics.AgeSeconds)} old, amounts in {quote}");
        screen.Say($"  bid {Numbers.Exact(metrics.BestBid)}  ask {Numbers.Exact(metrics.BestAsk)}  mid {Numbers.Exact(metrics.Mid)}"
            + $"  microprice {Numbers.Rounded(metrics.Microprice)}  spread {Numbers.Bps(metrics.SpreadBps)} bps");
        Tables.Write(
            screen,
            metrics.Bands,
            new(">Within", band => string.Create(CultureInfo.InvariantCulture, $"{band.BandBps} bps")),
            new(">Bids", band => Depth(band.Bids)),
            new(">Asks", band => Depth(band.Asks)),
            new(">Imbalance", band => band.Imbalance?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? Missing(band.ImbalanceReason)));
        if (metrics.Sizes.Count > 0)
        {
            Tables.Write(
                screen,
                metrics.Sizes.SelectMany(Rows),
                new(">Size", row => row.Size),
                new("", row => row.What),
                new(">Average", row => Numbers.Rounded(row.Walk?.AveragePrice)),
                new(">Slippage", row => row.Walk is { } walk ? Bps(walk.SlippageBps, walk.Reason) : ""),
                new(">Impact", row => row.Walk is { } walk ? Bps(walk.ImpactBps, walk.ImpactReason) : "", OnlyWide: true),
                new(">Cost, bps", row => row.Walk is { } walk ? Bps(walk.CostBps, walk.Reason) : Bps(row.Trip!.CostWithFeesBps ?? row.Trip.CostBps, row.Trip.Reason)),
                new(">Lost", row => Numbers.Rounded(row.Walk is { } walk ? walk.SlippageCost : row.Trip!.CostWithFees ?? row.Trip.Cost)));
            screen.Say(Words.Dim(HasFees(metrics) ? "Slippage and impact are the book's; cost includes the fee. Lost: against the best price, or in the round trip." : "No fee is known, so the cost includes none. Lost: against the best price, or in the round trip."));
        }
    }

    private static bool HasFees(MarketMetrics metrics) => metrics.Sizes.Any(size => size.Buy.FeeRate is not null);

    private static IEnumerable<Row> Rows(SizeMetrics size)
    {
        yield return new(Numbers.Exact(size.OrderSize), "buy", size.Buy, null);
        yield return new("", "sell", size.Sell, null);
        yield return new("", "round trip", null, size.RoundTrip);
    }

    private static string Depth(DepthMetrics depth) => depth.Amount is null ? Missing(depth.Reason) : Numbers.Rounded(depth.Amount);

    private static string Bps(double? bps, string? reason) => bps is null ? Missing(reason) : Numbers.Bps(bps);

    private static string Missing(string? reason) => reason is null ? Numbers.None : Words.Dim(Words.Safe(reason));

    private sealed record Row(string Size, string What, WalkMetrics? Walk, RoundTripMetrics? Trip);
}
