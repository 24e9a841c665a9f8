using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>What belongs to splits as rows: their legs, what each market would do alone, and the markets left out.</summary>
/// <param name="schema">With a dot, where the tables are to be another's: <c>pg_temp.</c>; else empty.</param>
internal sealed class SplitRows(IReadOnlyDictionary<Market, int> marketIds, string version, string schema = "")
{
    private const string Key = "asset, currency, slot, version, side, order_size, market_id";

    private readonly CopyBuffer splits = new();
    private readonly CopyBuffer legs = new();
    private readonly CopyBuffer singles = new();
    private readonly CopyBuffer excluded = new();

    public int RowCount => splits.RowCount + legs.RowCount + singles.RowCount + excluded.RowCount;

    public int ByteCount => splits.ByteCount + legs.ByteCount + singles.ByteCount + excluded.ByteCount;

    /// <summary>The row of the split itself, and all that belongs to it.</summary>
    public void AddWhole(SlotSplit of)
    {
        var split = of.Split;
        splits.StartRow(24).Add(of.Asset.Code).Add(of.Currency.Code).Add(of.Slot.Start).Add(version).Add(of.Order.Side.Text()).Add(of.Order.Amount)
            .Add(of.Slot.Length).Add(split?.Complete ?? false).Add(split?.Reason?.Text()).Add(of.Refused)
            .Add(split?.Amount).Add(split?.Quantity).Add(split?.AllInPrice).Add(split?.Mid).Add(split?.CostBps)
            .Add(split?.BestSingle is { } single ? marketIds[single.Market] : (int?)null).Add(split?.BestSingle?.AllInPrice)
            .Add(split?.Saving).Add(split?.SavingBps).Add(Rounded(split?.Certificate.Marginal)).Add(split?.Gap).Add(of.Skew?.TotalSeconds)
            .Add(split?.Legs.Count ?? 0).Add(of.Excluded.Count);
        Add(of);
    }

    /// <summary>What belongs to a split whose row is written.</summary>
    public void Add(SlotSplit of)
    {
        foreach (var leg in of.Split?.Legs ?? [])
        {
            var lane = of.Split!.Certificate.Lanes.FirstOrDefault(lane => lane.Market == leg.Market);
            StartRow(legs, 18, of, leg.Market)
                .Add(leg.OrderQuantity).Add(leg.Quantity).Add(leg.GrossAmount).Add(leg.Fee).Add(leg.NetAmount).Add(leg.Amount)
                .Add(leg.AveragePrice).Add(leg.WorstPrice).Add(leg.Levels).Add(Rounded(lane?.LastUsed)).Add(Rounded(lane?.Next));
        }

        foreach (var (rank, single) in (of.Split?.Singles ?? []).Index())
        {
            StartRow(singles, 12, of, single.Market)
                .Add(rank + 1).Add(single.Amount).Add(single.Quantity).Add(single.AllInPrice).Add(single.CostBps);
        }

        foreach (var (market, reason) in of.Excluded)
        {
            StartRow(excluded, 8, of, market).Add(reason.Text());
        }
    }

    public async Task SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await splits.SendAsync(
            connection,
            $"""
            COPY {schema}fact_split (asset, currency, slot, version, side, order_size, slot_length, complete, reason, refused,
                amount, quantity, all_in_price, mid_price, cost_bps, best_single_market_id, best_single_all_in_price,
                saving, saving_bps, marginal_price, gap, skew_seconds, markets_used, markets_excluded) FROM STDIN (FORMAT binary)
            """,
            cancel);
        await legs.SendAsync(
            connection,
            $"""
            COPY {schema}fact_split_leg ({Key}, order_quantity, quantity, gross_amount, fee, net_amount, amount, average_price, worst_price,
                levels, last_price, next_price) FROM STDIN (FORMAT binary)
            """,
            cancel);
        await singles.SendAsync(
            connection, $"COPY {schema}fact_split_single ({Key}, rank, amount, quantity, all_in_price, cost_bps) FROM STDIN (FORMAT binary)", cancel);
        await excluded.SendAsync(connection, $"COPY {schema}fact_split_excluded ({Key}, reason) FROM STDIN (FORMAT binary)", cancel);
    }

    /// <summary>A price of the certificate as it is stored.</summary>
    public static Exact? Rounded(Ratio? price) => price?.Round(Exact.QuotientScale, MidpointRounding.ToEven);

    private CopyBuffer StartRow(CopyBuffer rows, short columns, SlotSplit of, Market market) => rows.StartRow(columns)
        .Add(of.Asset.Code).Add(of.Currency.Code).Add(of.Slot.Start).Add(version).Add(of.Order.Side.Text()).Add(of.Order.Amount)
        .Add(marketIds[market]);
}
