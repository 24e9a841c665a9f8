using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Costs;

/// <summary>One order on one book, and the cost that comes of what a walk took for it: METRICS.md 1, VWAP fill price.</summary>
internal readonly record struct Order(OrderBook Book, Side Side, Exact Size, FillPolicy FillPolicy)
{
    public int AmountScale => Book.PriceScale + Book.QuantityScale;

    public Ladder Ladder => Book.Taken(Side);

    private Exact? Best => Side == Side.Buy ? Book.BestAsk : Book.BestBid;

    private MetricReason LadderEnd => Ladder.Count == 0 ? MetricReason.OneSided : Ladder.IsWhole ? MetricReason.Shallow : MetricReason.Truncated;

    /// <summary>The ladder held enough; the first level of which something is left has this position.</summary>
    public Cost Complete(Taken taken, Exact unspent, int firstLeft)
    {
        var left = firstLeft < Ladder.Count ? Ratio.Of(PriceOf(firstLeft), Exact.One) : (Ratio?)null;
        return Cost(taken, reason: null) with
        {
            Unspent = unspent,
            SlippageBps = Slippage.Bps(Side, taken.Average, Book.Mid),
            SlippageBestBps = Slippage.Bps(Side, taken.Average, Best),
            ImpactBps = Slippage.Bps(Side, left, Book.Mid),
            ImpactBestBps = Slippage.Bps(Side, left, Best),
            ImpactReason = left is null ? LadderEnd : Book.Mid is null ? MetricReason.OneSided : null,
            EffectiveSpread = Slippage.EffectiveSpread(Side, taken.Average, Book.Mid),
            SlippageCost = Slippage.Cost(Side, taken.Amount, taken.Average, Best),
        };
    }

    /// <summary>The ladder ended before the order did.</summary>
    public Cost Incomplete(Taken taken) => Cost(taken, LadderEnd) with { ImpactReason = LadderEnd };

    /// <summary>The levels that a cursor passed.</summary>
    public Taken Passed(LadderCursor cursor) => Taken.Whole(
        cursor.Amount, AmountScale, cursor.Quantity, Book.QuantityScale, cursor.Levels == 0 ? null : PriceOf(cursor.Levels - 1), cursor.Levels);

    public Exact PriceOf(int position) => Exact.FromScaled(Ladder.Prices[position], Book.PriceScale);

    private Cost Cost(Taken taken, MetricReason? reason) => new(
        Side,
        Size,
        FillPolicy,
        Complete: reason is null,
        reason,
        taken.Amount,
        Unspent: null,
        taken.Quantity,
        taken.Average?.Round(Exact.QuotientScale, MidpointRounding.ToEven),
        taken.WorstPrice,
        SlippageBps: null,
        SlippageBestBps: null,
        taken.Levels)
    {
        Average = taken.Average,
    };
}
