using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Converts a split to the API's answers.</summary>
internal static class BestAnswers
{
    public static BestAnswer Answer(Pair pair, SplitOrder order, SplitOutcome comparison, CollectedBooks collected)
    {
        var split = comparison.Split;
        return new BestAnswer(
            pair.Base.Code,
            order.Side.Text(),
            order.Amount.ToString(),
            pair.Quote.Code,
            split?.Complete ?? false,
            comparison.Refusal?.Text() ?? split?.Reason?.Text(),
            (split?.Quantity ?? Exact.Zero).ToString(),
            (split?.Amount ?? Exact.Zero).ToString(),
            split is { Complete: true } ? (order.Amount - (order.Unit == SplitUnit.Quote ? split.Amount : split.Quantity)).ToString() : null,
            split?.AllInPrice?.ToString(),
            split?.Mid?.ToString(),
            split?.CostBps,
            [.. (split?.Legs ?? []).Select(leg => Leg(leg, split!, collected))],
            split?.BestSingle is { } single ? Single(single) : null,
            split?.Saving?.ToString(),
            split?.SavingBps,
            Text(split?.Certificate.Marginal),
            split?.Gap.ToString(),
            Seconds(comparison.Skew),
            Excluded(comparison.Excluded));
    }

    public static BestCurve Curve(Pair pair, Selection selection, SplitCurve curve, IReadOnlyList<Exact> sizes)
    {
        var points = new List<BestCurvePoint>();
        foreach (var size in sizes)
        {
            if (curve.AllInPriceOf(size) is not { } price)
            {
                break;
            }

            points.Add(new BestCurvePoint(size.ToString(), Text(price)!, curve.CostBps(price)));
        }

        return new BestCurve(
            pair.Base.Code,
            curve.Side.Text(),
            pair.Quote.Code,
            Text(curve.Mid),
            points.Count == sizes.Count,
            points,
            Seconds(selection.Skew),
            selection.Refusal is not null,
            Excluded(selection.Excluded),
            selection.Refusal?.Text());
    }

    private static double? Seconds(TimeSpan? skew) => skew is { } known ? Math.Round(known.TotalSeconds, 3) : null;

    private static List<ExcludedMarket> Excluded(IEnumerable<MarketExclusion> excluded) =>
        [.. excluded.OrderBy(left => left.Market.ToString(), StringComparer.Ordinal)
            .Select(left => new ExcludedMarket(left.Market.ToString(), left.Reason.Text()))];

    private static BestLeg Leg(SplitLeg leg, Split split, CollectedBooks collected)
    {
        var book = collected.Books.First(held => held.Market == leg.Market);
        return new BestLeg(
            leg.Market.ToString(),
            leg.Quantity.ToString(),
            leg.OrderQuantity.ToString(),
            leg.Amount.ToString(),
            leg.Fee.ToString(),
            book.Rules.Pair!.Value.Quote.Code,
            leg.GrossAmount.ToString(),
            leg.AveragePrice.ToString(),
            leg.WorstPrice.ToString(),
            Text(split.Certificate.Lanes.First(lane => lane.Market == leg.Market).Next),
            leg.Levels,
            book.AgeSeconds(collected.At),
            book.Rules.OrdersFor(leg.OrderQuantity, leg.GrossAmount));
    }

    private static BestSingle Single(SingleMarket single) =>
        new(single.Market.ToString(), single.Quantity.ToString(), single.AllInPrice.ToString(), single.CostBps);

    private static string? Text(Ratio? price) => price?.Round(Exact.QuotientScale, MidpointRounding.ToEven).ToString();
}
