using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits;

/// <summary>Rounds a search's exact result into a <see cref="Split"/>, each figure once.</summary>
internal sealed class SplitReport(SplitOrder order, IReadOnlyList<SplitMarket> markets, SplitSearch search)
{
    private readonly Ratio? mid = MedianMid(markets);

    public Split Write(Allotment? best, IReadOnlyList<Allotment> singles)
    {
        var isComplete = best is { IsComplete: true };
        var allIn = isComplete && best!.Quantity.IsPositive ? best.AllIn : (Ratio?)null;
        var alone = singles.Count == 0 ? (Ratio?)null : singles[0].AllIn;
        var saving = allIn is not { } price || alone is not { } dearer ? (Ratio?)null
            : ReferenceEquals(best, singles[0]) ? Ratio.Zero
            : (dearer - price) * best!.Quantity;

        // A single market may stop a lot short, at a better average than the whole order has.
        saving = saving is { } signed ? Ratio.Max(Ratio.Zero, order.Side == Side.Sell ? -signed : signed) : null;
        var legs = best is null ? [] : Legs(best);
        SingleMarket[] alternatives = [.. singles.Select(Single)];

        // The best result is not computed twice when one market alone is best.
        var own = saving is not null && ReferenceEquals(best, singles[0]) ? alternatives[0] : null;
        return new Split(
            order,
            isComplete,
            isComplete ? null : Reason(),
            own?.Amount ?? (best is null ? Exact.Zero : Rounded(best.Amount)),
            legs.Aggregate(Exact.Zero, (sum, leg) => sum + leg.Quantity),
            own?.AllInPrice ?? (allIn is { } known ? Rounded(known) : null),
            mid is { } middle ? Rounded(middle) : null,
            own is null ? CostBps(allIn) : own.CostBps,
            legs,
            alternatives,
            saving is { } saved ? Rounded(saved) : null,
            saving is not { } of ? null : of.IsZero ? 0 : (of / (alone!.Value * best!.Quantity) * (Exact)10_000).ToDouble(),
            Certificate.Of(search.Relaxed, order.Side),
            best is null || !isComplete ? Exact.Zero : Rounded(search.Gap(best)));
    }

    private SingleMarket Single(Allotment single) => new(
        single.Lanes[0].Market.Market, Rounded(single.Amount), Down(single.Quantity), Rounded(single.AllIn), CostBps(single.AllIn));

    private static List<SplitLeg> Legs(Allotment allotment)
    {
        var legs = new List<SplitLeg>();
        for (var i = 0; i < allotment.Lanes.Count; i++)
        {
            if (allotment.Cursors[i].LevelsUsed > 0)
            {
                legs.Add(Leg(allotment, allotment.Lanes[i], allotment.Cursors[i]));
            }
        }

        return legs;
    }

    private static SplitLeg Leg(Allotment allotment, Lane lane, LaneCursor cursor)
    {
        var (quantity, gross, net) = (cursor.QuantityOf(lane), cursor.AmountOf(lane), Allotment.QuoteOf(lane, cursor));
        var fee = lane.Yield.CompareTo(Ratio.One) != 0 ? gross * (Ratio.One - lane.Yield)
            : lane.Side == Side.Buy ? net - gross
            : gross - net;
        var quote = allotment.QuoteOf(lane.Group);
        var converted = lane.Market.Conversion.Of(quote)!.Value;
        var share = converted.CompareTo(quote) == 0 ? Ratio.One : converted / quote;
        return new SplitLeg(
            lane.Market.Market,
            Down(quantity),
            Down(quantity * lane.Yield),
            Rounded(gross),
            Rounded(fee),
            Rounded(net),
            Rounded(net * share),
            Rounded(gross / quantity),
            lane.PriceOf(cursor.LevelsUsed - 1).Round(Exact.QuotientScale, MidpointRounding.ToEven),
            cursor.LevelsUsed);
    }

    private MetricReason Reason()
    {
        var held = markets.Where(market => market.Book.LadderFor(order.Side).Count > 0).ToList();
        return held.Count == 0 ? MetricReason.OneSided
            : held.All(market => market.Book.LadderFor(order.Side).IsWhole && market.Conversion.IsWhole) ? MetricReason.Shallow
            : MetricReason.Truncated;
    }

    private double? CostBps(Ratio? allIn)
    {
        if (allIn is not { } price || mid is not { } middle)
        {
            return null;
        }

        var worse = order.Side == Side.Buy ? price - middle : middle - price;
        return (worse / middle * (Exact)10_000).ToDouble();
    }

    /// <summary>Median of the markets' converted mids; null when none has one.</summary>
    public static Ratio? MedianMid(IReadOnlyList<SplitMarket> markets)
    {
        var mids = markets.Where(market => market.Book.Mid is not null).Select(market => (Ratio)market.Book.Mid!.Value * market.Conversion.Mid).Order().ToList();
        return mids.Count == 0 ? null : (mids[(mids.Count - 1) / 2] + mids[mids.Count / 2]) * Exact.FromScaled(5, 1);
    }

    private static Exact Rounded(Ratio value) => value.Round(Exact.QuotientScale, MidpointRounding.ToEven);

    private static Exact Down(Ratio value) => value.Round(Exact.QuotientScale, MidpointRounding.ToZero);
}
