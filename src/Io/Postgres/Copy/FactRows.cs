using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>Buffers the depth, costs and fills of snapshots as rows.</summary>
/// <param name="schema">Schema of the tables with a trailing dot, such as <c>pg_temp.</c>, or empty.</param>
internal sealed class FactRows(string version, string schema = "")
{
    private const string Key = "market_id, slot, version";

    private const string CostColumns = $"""
        {Key}, side, order_size, fill_policy, complete, reason, filled_amount, unspent,
        quantity, average_price, worst_price, slippage_bps, slippage_best_bps, levels, fills_stored,
        fee_rate, fee, all_in_price, cost_bps, impact_bps, impact_best_bps, impact_reason, effective_spread,
        effective_spread_bps, slippage_cost
        """;

    private readonly CopyBuffer depth = new(
        $"{schema}fact_depth", $"{Key}, side, band_bps, quantity, amount, levels, reason, reference_price");

    private readonly CopyBuffer costs = new($"{schema}fact_cost", CostColumns);

    private readonly CopyBuffer fills = new(
        $"{schema}fact_fill", $"{Key}, side, order_size, fill_policy, position, price, quantity, amount");

    private readonly CopyBuffer imbalances = new($"{schema}fact_imbalance", $"{Key}, band_bps, imbalance, reason");

    private readonly CopyBuffer roundTrips = new(
        $"{schema}fact_round_trip",
        $"{Key}, order_size, complete, reason, quantity, received, cost, cost_bps, cost_with_fees, cost_with_fees_bps");

    public int ByteCount => depth.ByteCount + costs.ByteCount + fills.ByteCount + imbalances.ByteCount + roundTrips.ByteCount;

    public int RowCount => depth.RowCount + costs.RowCount + fills.RowCount + imbalances.RowCount + roundTrips.RowCount;

    public void Add(int marketId, Snapshot snapshot)
    {
        var key = new RowKey(marketId, snapshot.Capture.Slot.Start, version);
        AddDepth(key, snapshot);
        AddCosts(key, snapshot);
        AddFills(key, snapshot);
        AddImbalances(key, snapshot);
        AddRoundTrips(key, snapshot);
    }

    public async Task SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await depth.SendAsync(connection, cancel);
        await costs.SendAsync(connection, cancel);
        await fills.SendAsync(connection, cancel);
        await imbalances.SendAsync(connection, cancel);
        await roundTrips.SendAsync(connection, cancel);
    }

    private void AddDepth(RowKey key, Snapshot snapshot)
    {
        foreach (var band in snapshot.Depth)
        {
            key.StartRow(depth, band.Side)
                .Add(band.BandBps).Add(band.Quantity).Add(band.Amount).Add(band.Levels).Add(band.Reason?.Text()).Add(snapshot.Book.Mid).EndRow();
        }
    }

    private void AddImbalances(RowKey key, Snapshot snapshot)
    {
        foreach (var band in DepthBands.Imbalances(snapshot.Depth))
        {
            key.StartRow(imbalances).Add(band.BandBps).Add(band.Imbalance).Add(band.Reason?.Text()).EndRow();
        }
    }

    private void AddRoundTrips(RowKey key, Snapshot snapshot)
    {
        foreach (var trip in snapshot.RoundTrips)
        {
            key.StartRow(roundTrips).Add(trip.OrderSize).Add(trip.Complete).Add(trip.Reason?.Text()).Add(trip.Quantity).Add(trip.Received)
                .Add(trip.Cost).Add(trip.CostBps).Add(trip.CostWithFees).Add(trip.CostWithFeesBps).EndRow();
        }
    }

    private void AddCosts(RowKey key, Snapshot snapshot)
    {
        var stored = snapshot.Fills.Select(walk => walk.Cost).ToHashSet();
        foreach (var cost in snapshot.Costs)
        {
            key.StartRow(costs, cost.Side).Add(cost.OrderSize).Add(cost.FillPolicy.Text())
                .Add(cost.Complete).Add(cost.Reason?.Text()).Add(cost.FilledAmount).Add(cost.Unspent).Add(cost.Quantity)
                .Add(cost.AveragePrice).Add(cost.WorstPrice).Add(cost.SlippageBps).Add(cost.SlippageBestBps).Add(cost.Levels)
                .Add(stored.Contains(cost)).Add(cost.FeeRate).Add(cost.Fee).Add(cost.AllInPrice).Add(cost.CostBps)
                .Add(cost.ImpactBps).Add(cost.ImpactBestBps).Add(cost.ImpactReason?.Text()).Add(cost.EffectiveSpread)
                .Add(cost.EffectiveSpreadBps).Add(cost.SlippageCost).EndRow();
        }
    }

    private void AddFills(RowKey key, Snapshot snapshot)
    {
        foreach (var walk in snapshot.Fills)
        {
            var policy = walk.Cost.FillPolicy.Text();
            foreach (var fill in walk.Fills)
            {
                key.StartRow(fills, walk.Cost.Side).Add(walk.Cost.OrderSize).Add(policy)
                    .Add(fill.Position).Add(fill.Price).Add(fill.Quantity).Add(fill.Amount).EndRow();
            }
        }
    }

    private readonly record struct RowKey(int MarketId, DateTimeOffset Slot, string Version)
    {
        public CopyBuffer StartRow(CopyBuffer rows) => rows.StartRow().Add(MarketId).Add(Slot).Add(Version);

        public CopyBuffer StartRow(CopyBuffer rows, Side side) => StartRow(rows).Add(side.Text());
    }
}
