using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>Snapshots' depth, costs and fills as rows, gathered to be sent together.</summary>
/// <param name="schema">With a dot, where the tables are to be another's: <c>pg_temp.</c>; else empty.</param>
internal sealed class FactRows(string version, string schema = "")
{
    private readonly CopyBuffer depth = new();
    private readonly CopyBuffer costs = new();
    private readonly CopyBuffer fills = new();
    private readonly CopyBuffer imbalances = new();
    private readonly CopyBuffer roundTrips = new();

    public int ByteCount => depth.ByteCount + costs.ByteCount + fills.ByteCount + imbalances.ByteCount + roundTrips.ByteCount;

    public int RowCount => depth.RowCount + costs.RowCount + fills.RowCount + imbalances.RowCount + roundTrips.RowCount;

    public void Add(int marketId, Snapshot snapshot)
    {
        var key = new Key(marketId, snapshot.Capture.Slot.Start, version);
        AddDepth(key, snapshot);
        AddCosts(key, snapshot);
        AddFills(key, snapshot);
        AddImbalances(key, snapshot);
        AddRoundTrips(key, snapshot);
    }

    public async Task SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await depth.SendAsync(
            connection,
            $"""
            COPY {schema}fact_depth (market_id, slot, version, side, band_bps, quantity, amount, levels, reason, reference_price)
            FROM STDIN (FORMAT binary)
            """,
            cancel);
        await costs.SendAsync(
            connection,
            $"""
            COPY {schema}fact_cost (market_id, slot, version, side, order_size, fill_policy, complete, reason, filled_amount, unspent,
                quantity, average_price, worst_price, slippage_bps, slippage_best_bps, levels, fills_stored,
                fee_rate, fee, all_in_price, cost_bps, impact_bps, impact_best_bps, impact_reason, effective_spread,
                effective_spread_bps, slippage_cost) FROM STDIN (FORMAT binary)
            """,
            cancel);
        await fills.SendAsync(
            connection,
            $"""
            COPY {schema}fact_fill (market_id, slot, version, side, order_size, fill_policy, position, price, quantity, amount)
            FROM STDIN (FORMAT binary)
            """,
            cancel);
        await imbalances.SendAsync(
            connection, $"COPY {schema}fact_imbalance (market_id, slot, version, band_bps, imbalance, reason) FROM STDIN (FORMAT binary)", cancel);
        await roundTrips.SendAsync(
            connection,
            $"""
            COPY {schema}fact_round_trip (market_id, slot, version, order_size, complete, reason, quantity, received, cost, cost_bps,
                cost_with_fees, cost_with_fees_bps) FROM STDIN (FORMAT binary)
            """,
            cancel);
    }

    private void AddDepth(Key key, Snapshot snapshot)
    {
        foreach (var band in snapshot.Depth)
        {
            key.StartRow(depth, 10, band.Side)
                .Add(band.BandBps).Add(band.Quantity).Add(band.Amount).Add(band.Levels).Add(band.Reason?.Text()).Add(snapshot.Book.Mid);
        }
    }

    private void AddImbalances(Key key, Snapshot snapshot)
    {
        foreach (var band in DepthBands.Imbalances(snapshot.Depth))
        {
            key.StartRow(imbalances, 6).Add(band.BandBps).Add(band.Imbalance).Add(band.Reason?.Text());
        }
    }

    private void AddRoundTrips(Key key, Snapshot snapshot)
    {
        foreach (var trip in snapshot.RoundTrips)
        {
            key.StartRow(roundTrips, 12).Add(trip.OrderSize).Add(trip.Complete).Add(trip.Reason?.Text()).Add(trip.Quantity).Add(trip.Received)
                .Add(trip.Cost).Add(trip.CostBps).Add(trip.CostWithFees).Add(trip.CostWithFeesBps);
        }
    }

    private void AddCosts(Key key, Snapshot snapshot)
    {
        var stored = snapshot.Fills.Select(walk => walk.Cost).ToHashSet();
        foreach (var cost in snapshot.Costs)
        {
            key.StartRow(costs, 27, cost.Side).Add(cost.OrderSize).Add(cost.FillPolicy.Text())
                .Add(cost.Complete).Add(cost.Reason?.Text()).Add(cost.FilledAmount).Add(cost.Unspent).Add(cost.Quantity)
                .Add(cost.AveragePrice).Add(cost.WorstPrice).Add(cost.SlippageBps).Add(cost.SlippageBestBps).Add(cost.Levels)
                .Add(stored.Contains(cost)).Add(cost.FeeRate).Add(cost.Fee).Add(cost.AllInPrice).Add(cost.CostBps)
                .Add(cost.ImpactBps).Add(cost.ImpactBestBps).Add(cost.ImpactReason?.Text()).Add(cost.EffectiveSpread)
                .Add(cost.EffectiveSpreadBps).Add(cost.SlippageCost);
        }
    }

    private void AddFills(Key key, Snapshot snapshot)
    {
        foreach (var walk in snapshot.Fills)
        {
            var policy = walk.Cost.FillPolicy.Text();
            foreach (var fill in walk.Fills)
            {
                key.StartRow(fills, 10, walk.Cost.Side).Add(walk.Cost.OrderSize).Add(policy)
                    .Add(fill.Position).Add(fill.Price).Add(fill.Quantity).Add(fill.Amount);
            }
        }
    }

    private readonly record struct Key(int MarketId, DateTimeOffset Slot, string Version)
    {
        public CopyBuffer StartRow(CopyBuffer rows, short columns) => rows.StartRow(columns).Add(MarketId).Add(Slot).Add(Version);

        public CopyBuffer StartRow(CopyBuffer rows, short columns, Side side) => StartRow(rows, columns).Add(side.Text());
    }
}
