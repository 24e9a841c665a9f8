using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;

namespace OrderBookSilo.Core.Captures;

/// <summary>Computes every fact of a book: depth, and costs and fills for both sides. Used for live pulls and for replays.</summary>
public static class SnapshotBuilder
{
    public static Snapshot Build(ArchivedCapture archived, OrderBook book, SnapshotOptions options)
    {
        var metrics = BookMetrics.Of(book, options);
        var filled = metrics.Costs.Where(cost => options.FillSizes.Contains(cost.OrderSize)).ToList();
        var fillsLeftOut = filled.Sum(cost => (long)cost.Levels) > options.FillsMax;
        return new Snapshot(
            archived.Capture,
            archived.Key,
            book,
            metrics.Depth,
            metrics.Costs,
            fillsLeftOut ? [] : [.. filled.Select(cost => new WalkFills(cost, Walk.Fills(book, cost)))],
            fillsLeftOut)
        {
            RoundTrips = metrics.RoundTrips,
        };
    }
}
