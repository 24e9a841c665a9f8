using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Computes every fact of a book: depth, and costs and fills for both sides. Live and replay go through here.</summary>
public static class SnapshotBuilder
{
    /// <summary>
    /// The snapshot of an archived capture and its book. Costs are computed for the order sizes and the fill sizes together, ascending;
    /// for neither where the quote has no order sizes.
    /// </summary>
    public static Snapshot Build(ArchivedCapture archived, OrderBook book, SnapshotOptions options)
    {
        Exact[] sizes = options.OrderSizes.Count == 0 ? [] : [.. options.OrderSizes.Union(options.FillSizes).Order()];
        IReadOnlyList<Cost> costs =
        [
            .. Costs(book, Side.Buy, sizes, options),
            .. Costs(book, Side.Sell, sizes, options),
        ];
        var filled = costs.Where(cost => options.FillSizes.Contains(cost.OrderSize)).ToList();
        var fillsLeftOut = filled.Sum(cost => (long)cost.Levels) > options.FillsMax;
        return new Snapshot(
            archived.Capture,
            archived.Key,
            book,
            DepthBands.Of(book, options.DepthBandsBps),
            costs,
            fillsLeftOut ? [] : [.. filled.Select(cost => new WalkFills(cost, Walk.Fills(book, cost)))],
            fillsLeftOut);
    }

    private static IEnumerable<Cost> Costs(OrderBook book, Side side, Exact[] sizes, SnapshotOptions options) =>
        Walk.ByAmount(book, side, sizes, options.FillPolicy).Select(cost => Fees.Beside(cost, options.Fee, book.Mid));
}
