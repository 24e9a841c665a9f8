using System.Text.Json;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Replays;

/// <summary>How a replay computes: as configured, except for what its request overrides.</summary>
public sealed record ReplayRecipe(SnapshotPlan Plan, MarketFees Fees, SlotSplits Splits)
{
    private static readonly JsonSerializerOptions Named = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ReplayRecipe Of(ReplayRequest request, SnapshotPlan plan, MarketFees fees, SplitPlanner planner)
    {
        var sized = request.OrderSizes is { } sizes ? plan with { OrderSizes = sizes, FillSizes = sizes } : plan;
        var filled = request.FillPolicy is { } policy ? sized with { FillPolicy = policy } : sized;
        var charged = request.FeeProfile switch
        {
            null => fees,
            ReplayRequest.NoFees => fees.WithoutFees(),
            var profile => fees.WithProfile(profile),
        };
        return new ReplayRecipe(filled, charged, new SlotSplits(planner, filled, charged));
    }

    /// <summary>
    /// The settings that determine the facts, as JSON: recipes with equal text compute the same facts with the same software
    /// and fee schedules. A field added later must be omitted when it has its old meaning, otherwise existing versions could
    /// not be extended.
    /// </summary>
    public string Describe()
    {
        var splits = Splits.Settings;
        return JsonSerializer.Serialize(
            new
            {
                OrderSizes = Texts(Plan.OrderSizes),
                OrderSizesIn = Plan.OrderSizesIn.ToDictionary(own => own.Key, own => Texts(own.Value)),
                FillSizes = Texts(Plan.FillSizes),
                FillPolicy = Plan.FillPolicy.Text(),
                Plan.DepthBandsBps,
                Plan.FillsMax,
                Fees = Fees.Traders.Where(trader => trader.Value != TraderFees.Default).ToDictionary(trader => trader.Key, trader => Describe(trader.Value)),
                Conversions = splits.Conversions.Select(market => market.ToString()),
                splits.ConvertsAtMid,
                SkewMaxSeconds = splits.SkewMax.TotalSeconds,
                DeadlineSeconds = splits.Deadline.TotalSeconds,
                PriceDistanceMax = splits.PriceDistanceMax.ToString(),
                Standstill.SlotsUntilFrozen,
            },
            Named);
    }

    // A configured rate replaces the schedule's.
    private static string Describe(TraderFees trader) => trader.Rate is { } rate
        ? $"{rate} {trader.In?.Text()}"
        : $"{trader.Profile} {trader.Volume} {trader.In?.Text()}";

    private static IEnumerable<string> Texts(IEnumerable<Exact> sizes) => sizes.Select(size => size.ToString());
}
