using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Replays;

/// <summary>How a replay computes: as configured, but for what its order names.</summary>
public sealed record ReplayRecipe(SnapshotPlan Plan, MarketFees Fees, SlotSplits Splits)
{
    public static ReplayRecipe Of(ReplayOrder order, SnapshotPlan plan, MarketFees fees, SplitDesk desk)
    {
        var sized = order.OrderSizes is { } sizes ? plan with { OrderSizes = sizes, FillSizes = sizes } : plan;
        var filled = order.FillPolicy is { } policy ? sized with { FillPolicy = policy } : sized;
        var charged = order.FeeProfile switch
        {
            null => fees,
            ReplayOrder.NoFees => fees.WithoutFees(),
            var profile => fees.WithProfile(profile),
        };
        return new ReplayRecipe(filled, charged, new SlotSplits(desk, filled, charged));
    }
}
