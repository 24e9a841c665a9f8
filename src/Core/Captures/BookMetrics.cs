using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Captures;

/// <summary>Every metric of a book that needs no trades: docs/metrics.md 1. Spread, mid and microprice are the book's own.</summary>
/// <param name="Costs">
/// Buys, then sells, for the union of order sizes and fill sizes, ascending; empty where the quote asset has no order
/// sizes.
/// </param>
/// <param name="RoundTrips">For the same sizes.</param>
public sealed record BookMetrics(
    IReadOnlyList<DepthBand> Depth, IReadOnlyList<BandImbalance> Imbalances, IReadOnlyList<Cost> Costs, IReadOnlyList<RoundTrip> RoundTrips)
{
    public static BookMetrics Of(OrderBook book, SnapshotOptions options)
    {
        Exact[] sizes = options.OrderSizes.Count == 0 ? [] : [.. options.OrderSizes.Union(options.FillSizes).Order()];
        var sums = BookSums.Of(book);
        var depth = DepthBands.Of(book, options.DepthBandsBps, sums);
        return new BookMetrics(
            depth,
            DepthBands.Imbalances(depth),
            [.. WithFees(book, Side.Buy, sizes, options, sums.Asks), .. WithFees(book, Side.Sell, sizes, options, sums.Bids)],
            RoundTrip.Of(book, sizes, options.Fee, sums));
    }

    private static IEnumerable<Cost> WithFees(OrderBook book, Side side, Exact[] sizes, SnapshotOptions options, LadderSums? sums) =>
        Walk.ByAmount(book, side, sizes, options.FillPolicy, sums).Select(cost => FeeArithmetic.Beside(cost, options.Fee, book.Mid));
}
