using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Postgres;

/// <summary>A snapshot's depth, costs and fills as rows.</summary>
internal static class FactRows
{
    private const string CopyDepth = """
        COPY fact_depth (market_id, slot, version, side, band_bps, quantity, amount, levels, reason) FROM STDIN (FORMAT binary)
        """;

    private const string CopyCosts = """
        COPY fact_cost (market_id, slot, version, side, order_size, fill_policy, complete, reason, filled_amount, unspent, quantity,
            average_price, worst_price, slippage_bps, slippage_best_bps, levels, fills_stored,
            fee_rate, fee, all_in_price, cost_bps) FROM STDIN (FORMAT binary)
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
    }

    private static CopyBuffer Depth(Key key, Snapshot snapshot)
    {
        var rows = new CopyBuffer();
        foreach (var band in snapshot.Depth)
        {
            key.StartRow(rows, 9, band.Side)
                .Add(band.BandBps).Add(band.Quantity).Add(band.Amount).Add(band.Levels).Add(band.Reason?.Text());
        }

        return rows;
    }

    private static CopyBuffer Costs(Key key, Snapshot snapshot)
    {
        var stored = snapshot.Fills.Select(walk => walk.Cost).ToHashSet();
        var rows = new CopyBuffer();
        foreach (var cost in snapshot.Costs)
        {
            key.StartRow(rows, 21, cost.Side).Add(cost.OrderSize).Add(cost.FillPolicy.Text())
                .Add(cost.Complete).Add(cost.Reason?.Text()).Add(cost.FilledAmount).Add(cost.Unspent).Add(cost.Quantity)
                .Add(cost.AveragePrice).Add(cost.WorstPrice).Add(cost.SlippageBps).Add(cost.SlippageBestBps).Add(cost.Levels)
                .Add(stored.Contains(cost)).Add(cost.FeeRate).Add(cost.Fee).Add(cost.AllInPrice).Add(cost.CostBps);
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
        public CopyBuffer StartRow(CopyBuffer rows, short columns, Side side) =>
            rows.StartRow(columns).Add(MarketId).Add(Slot).Add(Version).Add(side.Text());
    }
}
