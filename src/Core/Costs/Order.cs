using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>One order on one book, and the cost that results from what a walk took for it: docs/metrics.md 1, VWAP fill price.</summary>
internal readonly record struct Order(OrderBook Book, Side Side, Exact Size, FillPolicy FillPolicy)
{
    public int AmountScale => Book.PriceScale + Book.QuantityScale;

    public Ladder Ladder => Book.LadderFor(Side);

    private Exact? Best => Side == Side.Buy ? Book.BestAsk : Book.BestBid;

    private MetricReason LadderEnd => Ladder.Count == 0 ? MetricReason.OneSided : Ladder.IsWhole ? MetricReason.Shallow : MetricReason.Truncated;

    /// <summary>The ladder had enough levels; the first level with something remaining has this position.</summary>
    public Cost Complete(Filled taken, Exact unspent, int firstLeft)
    {
        var left = firstLeft < Ladder.Count ? PriceOf(firstLeft) : (Exact?)null;
        var impactReason = left is null ? LadderEnd : Book.Mid is null ? MetricReason.OneSided : (MetricReason?)null;
        return Cost(taken, reason: null, unspent, taken.Average, left, impactReason);
    }

    /// <summary>The ladder ended before the order was filled.</summary>
    public Cost Incomplete(Filled taken) => Cost(taken, LadderEnd, unspent: null, filledAt: null, left: null, LadderEnd);

    public Filled Passed(LadderCursor cursor) => Filled.Whole(
        cursor.Amount, AmountScale, cursor.Quantity, Book.QuantityScale, cursor.Levels == 0 ? null : PriceOf(cursor.Levels - 1), cursor.Levels);

    public Exact PriceOf(int position) => Exact.FromScaled(Ladder.Prices[position], Book.PriceScale);

    private Cost Cost(Filled taken, MetricReason? reason, Exact? unspent, Ratio? filledAt, Exact? left, MetricReason? impactReason)
    {
        var (mid, best) = (Book.Mid, Best);
        var (toMid, toBest) = (Slippage.Of(Side, filledAt, mid), Slippage.Of(Side, filledAt, best));
        return new Cost(
            Side,
            Size,
            FillPolicy,
            Complete: reason is null,
            reason,
            taken.Amount,
            unspent,
            taken.Quantity,
            taken.Average?.Round(Exact.QuotientScale, MidpointRounding.ToEven),
            taken.WorstPrice,
            toMid?.Bps,
            toBest?.Bps,
            taken.Levels)
        {
            Average = taken.Average,
            ImpactBps = Slippage.BpsOf(Side, left, mid),
            ImpactBestBps = Slippage.BpsOf(Side, left, best),
            ImpactReason = impactReason,
            EffectiveSpread = toMid?.Spread,
            SlippageCost = toBest?.CostOf(taken.Amount),
        };
    }
}
