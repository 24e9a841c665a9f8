using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Postgres;

/// <summary>A snapshot's depth, costs and fills as rows.</summary>
internal static class FactRows
{
    private const string CopyDepth = """
        COPY fact_depth (market_id, slot, version, side, band_bps, quantity, amount, levels, reason, reference_price)
        FROM STDIN (FORMAT binary)
        """;

    private const string CopyImbalances = """
        COPY fact_imbalance (market_id, slot, version, band_bps, imbalance, reason) FROM STDIN (FORMAT binary)
        """;

    private const string CopyRoundTrips = """
        COPY fact_round_trip (market_id, slot, version, order_size, complete, reason, quantity, received, cost, cost_bps,
            cost_with_fees, cost_with_fees_bps) FROM STDIN (FORMAT binary)
        """;

    private const string CopyCosts = """
        COPY fact_cost (market_id, slot, version, side, order_size, fill_policy, complete, reason, filled_amount, unspent, quantity,
            average_price, worst_price, slippage_bps, slippage_best_bps, levels, fills_stored,
            fee_rate, fee, all_in_price, cost_bps, impact_bps, impact_best_bps, impact_reason, effective_spread, effective_spread_bps,
            slippage_cost) FROM STDIN (FORMAT binary)
        """;

    private const string CopyFills = """
        COPY fact_fill (market_id, slot, version, side, order_size, fill_policy, position, price, quantity, amount)
        FROM STDIN (FORMAT binary)
        """;

    public static async Task CopyAsync(
        NpgsqlConnection connection, int marketId, string version, Snapshot snapshot, CancellationToken cancel)
    {
        var key = new Key(marketId, snapshot.Capture.Slot.Start, version);
        await Depth(key, snapshot).SendAsync(connection, CopyDepth, cancel);
        await Costs(key, snapshot).SendAsync(connection, CopyCosts, cancel);
        await Fills(key, snapshot).SendAsync(connection, CopyFills, cancel);
        await Imbalances(key, snapshot).SendAsync(connection, CopyImbalances, cancel);
        await RoundTrips(key, snapshot).SendAsync(connection, CopyRoundTrips, cancel);
    }

    private static CopyBuffer Depth(Key key, Snapshot snapshot)
    {
        var rows = new CopyBuffer();
        foreach (var band in snapshot.Depth)
        {
            key.StartRow(rows, 10, band.Side)
                .Add(band.BandBps).Add(band.Quantity).Add(band.Amount).Add(band.Levels).Add(band.Reason?.Text()).Add(snapshot.Book.Mid);
        }

        return rows;
    }

    private static CopyBuffer Imbalances(Key key, Snapshot snapshot)
    {
        var rows = new CopyBuffer();
        foreach (var band in DepthBands.Imbalances(snapshot.Depth))
        {
            key.StartRow(rows, 6).Add(band.BandBps).Add(band.Imbalance).Add(band.Reason?.Text());
        }

        return rows;
    }

    private static CopyBuffer RoundTrips(Key key, Snapshot snapshot)
    {
        var rows = new CopyBuffer();
        foreach (var trip in snapshot.RoundTrips)
        {
            key.StartRow(rows, 12).Add(trip.OrderSize).Add(trip.Complete).Add(trip.Reason?.Text()).Add(trip.Quantity).Add(trip.Received)
                .Add(trip.Cost).Add(trip.CostBps).Add(trip.CostWithFees).Add(trip.CostWithFeesBps);
        }

        return rows;
    }

    private static CopyBuffer Costs(Key key, Snapshot snapshot)
    {
        var stored = snapshot.Fills.Select(walk => walk.Cost).ToHashSet();
        var rows = new CopyBuffer();
        foreach (var cost in snapshot.Costs)
        {
            key.StartRow(rows, 27, cost.Side).Add(cost.OrderSize).Add(cost.FillPolicy.Text())
                .Add(cost.Complete).Add(cost.Reason?.Text()).Add(cost.FilledAmount).Add(cost.Unspent).Add(cost.Quantity)
                .Add(cost.AveragePrice).Add(cost.WorstPrice).Add(cost.SlippageBps).Add(cost.SlippageBestBps).Add(cost.Levels)
                .Add(stored.Contains(cost)).Add(cost.FeeRate).Add(cost.Fee).Add(cost.AllInPrice).Add(cost.CostBps)
                .Add(cost.ImpactBps).Add(cost.ImpactBestBps).Add(cost.ImpactReason?.Text()).Add(cost.EffectiveSpread)
                .Add(cost.EffectiveSpreadBps).Add(cost.SlippageCost);
        }

        return rows;
    }

    private static CopyBuffer Fills(Key key, Snapshot snapshot)
    {
        var rows = new CopyBuffer();
        foreach (var walk in snapshot.Fills)
        {
            var policy = walk.Cost.FillPolicy.Text();
            foreach (var fill in walk.Fills)
            {
                key.StartRow(rows, 10, walk.Cost.Side).Add(walk.Cost.OrderSize).Add(policy)
                    .Add(fill.Position).Add(fill.Price).Add(fill.Quantity).Add(fill.Amount);
            }
        }

        return rows;
    }

    private readonly record struct Key(int MarketId, DateTimeOffset Slot, string Version)
    {
        public CopyBuffer StartRow(CopyBuffer rows, short columns) => rows.StartRow(columns).Add(MarketId).Add(Slot).Add(Version);

        public CopyBuffer StartRow(CopyBuffer rows, short columns, Side side) => StartRow(rows, columns).Add(side.Text());
    }
}
