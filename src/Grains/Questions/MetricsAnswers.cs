using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Converts the metrics and the cost curve of a market's latest book to the API's answers.</summary>
internal static class MetricsAnswers
{
    private const int LargestSizes = 10;
    private static readonly Exact SizeMax = 1_000_000_000_000_000;

    public static MarketMetrics Metrics(MarketBook held, SnapshotOptions options, ClockTime now)
    {
        var book = held.Book;
        var metrics = BookMetrics.Of(book, options);
        return new MarketMetrics(
            held.Market.ToString(),
            held.Slot,
            held.ReceivedAt,
            held.AgeSeconds(now),
            held.Rules.Pair?.Quote.Code,
            book.BestBid?.ToString(),
            book.BestAsk?.ToString(),
            book.Mid?.ToString(),
            book.Microprice?.ToString(),
            book.SpreadBps,
            [.. metrics.Imbalances.Select(band => new BandMetrics(
                band.BandBps, Depth(metrics, Side.Sell, band.BandBps), Depth(metrics, Side.Buy, band.BandBps), band.Imbalance, band.Reason?.Text()))],
            [.. metrics.RoundTrips.Select((trip, i) => new SizeMetrics(
                trip.OrderSize.ToString(), Walked(metrics.Costs[i]), Walked(metrics.Costs[metrics.RoundTrips.Count + i]), Trip(trip)))]);
    }

    private static DepthMetrics Depth(BookMetrics metrics, Side side, int bandBps)
    {
        var band = metrics.Depth.First(depth => depth.Side == side && depth.BandBps == bandBps);
        return new DepthMetrics(band.Quantity?.ToString(), band.Amount?.ToString(), band.Levels, band.Reason?.Text());
    }

    private static WalkMetrics Walked(Cost cost) =>
        new(
            cost.Complete,
            cost.Reason?.Text(),
            cost.FilledAmount.ToString(),
            cost.Quantity.ToString(),
            cost.AveragePrice?.ToString(),
            cost.WorstPrice?.ToString(),
            cost.SlippageBps,
            cost.SlippageBestBps,
            cost.SlippageCost?.ToString(),
            cost.ImpactBps,
            cost.ImpactBestBps,
            cost.ImpactReason?.Text(),
            cost.EffectiveSpread?.ToString(),
            cost.EffectiveSpreadBps,
            cost.FeeRate,
            cost.Fee?.ToString(),
            cost.AllInPrice?.ToString(),
            cost.CostBps,
            cost.Levels);

    private static RoundTripMetrics Trip(RoundTrip trip) =>
        new(
            trip.Complete,
            trip.Reason?.Text(),
            trip.Quantity.ToString(),
            trip.Received?.ToString(),
            trip.Cost?.ToString(),
            trip.CostBps,
            trip.CostWithFees?.ToString(),
            trip.CostWithFeesBps);

    /// <summary>
    /// Up to ten times the largest order size; without order sizes, or if that is more than the book holds, to the end of the book.
    /// </summary>
    public static CostCurve Curve(MarketBook held, Side side, SnapshotOptions options, ClockTime now)
    {
        var whole = Walk.ByAmount(held.Book, side, SizeMax).FilledAmount;
        var last = options.OrderSizes.Count > 0 ? options.OrderSizes[^1] * LargestSizes : whole;
        var sizes = last.IsPositive && last.Scale <= Walk.OrderScaleMax ? SizeGrid.UpTo(last) : [];
        var costs = BookMetrics.Of(held.Book, options with { OrderSizes = sizes, FillSizes = [], DepthBandsBps = [] }).Costs.Where(cost => cost.Side == side).ToList();
        var complete = costs.Count(cost => cost.Complete);
        return new CostCurve(
            held.Market.ToString(),
            side.Text(),
            held.Rules.Pair?.Quote.Code,
            held.Book.Mid?.ToString(),
            options.Fee is { IsFlat: true } fee ? fee.Brackets[0].Rate.ToDouble() : null,
            held.AgeSeconds(now),
            [.. costs.Take(complete + 1).Select(Point)]);
    }

    private static CurvePoint Point(Cost cost) => new(
        cost.OrderSize.ToString(), cost.Quantity.ToString(), cost.AveragePrice?.ToString(), cost.SlippageBps, cost.CostBps, cost.Complete);
}
