using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Io.Postgres.Copy;

namespace OrderBookSilo.Io.Postgres;

// Splits. Whoever writes the row of a split writes what belongs to it; whoever comes second waits and then writes nothing.
public sealed partial class Warehouse
{
    private const string InsertSplit = """
        INSERT INTO fact_split (asset, currency, slot, version, side, order_size, slot_length, complete, reason, refused,
            amount, quantity, all_in_price, mid_price, cost_bps, best_single_market_id, best_single_all_in_price,
            saving, saving_bps, marginal_price, gap, skew_seconds, markets_used, markets_excluded)
        VALUES ($1, $2, $3, $4, $5, $6::numeric, make_interval(secs => $7), $8, $9, $10,
            $11::numeric, $12::numeric, $13::numeric, $14::numeric, $15, $16, $17::numeric,
            $18::numeric, $19, $20::numeric, $21::numeric, $22, $23, $24)
        ON CONFLICT DO NOTHING
        """;

    public async Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel)
    {
        if (splits.Any(of => of.Order.Unit != SplitUnit.Quote))
        {
            throw new ArgumentException("fact_split is of order sizes in currency", nameof(splits));
        }

        var ordered = InOrder(splits);
        var ids = new Dictionary<Market, int>();
        foreach (var of in ordered)
        {
            await EnsurePartitionOfAsync(of.Slot, cancel);
            foreach (var market in MarketsOf(of))
            {
                ids[market] = await GetMarketIdAsync(market, cancel);
            }
        }

        await RunInTransactionAsync(connection => InsertSplitsAsync(connection, ordered, ids, cancel), cancel);
    }

    /// <summary>One order for all writers, so that no two of them wait for one another.</summary>
    internal static List<SlotSplit> InOrder(IEnumerable<SlotSplit> splits) =>
    [
        .. splits.OrderBy(of => of.Asset.Code, StringComparer.Ordinal).ThenBy(of => of.Slot.Start)
            .ThenBy(of => of.Currency.Code, StringComparer.Ordinal).ThenBy(of => of.Order.Side).ThenBy(of => of.Order.Amount),
    ];

    /// <summary>Adds those that are not there, with what belongs to them; how many rows that were.</summary>
    internal static async Task<int> InsertSplitsAsync(
        NpgsqlConnection connection, List<SlotSplit> splits, Dictionary<Market, int> marketIds, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var of in splits)
        {
            AddSplit(batch, of, of.Split?.BestSingle is { } single ? marketIds[single.Market] : null);
        }

        var inserted = await batch.ExecuteNonQueryAsync(cancel);
        var rows = new SplitRows(marketIds, LiveVersion);
        for (var i = 0; i < splits.Count; i++)
        {
            if (batch.BatchCommands[i].RecordsAffected == 1)
            {
                rows.Add(splits[i]);
            }
        }

        inserted += rows.RowCount;
        await rows.SendAsync(connection, cancel);
        return inserted;
    }

    private static void AddSplit(NpgsqlBatch batch, SlotSplit of, int? bestSingleId)
    {
        var split = of.Split;
        batch.Add(
            InsertSplit, of.Asset.Code, of.Currency.Code, of.Slot.Start, LiveVersion, of.Order.Side.Text(), of.Order.Amount, of.Slot.Length,
            split?.Complete ?? false, split?.Reason?.Text(), of.Refused,
            split?.Amount, split?.Quantity, split?.AllInPrice, split?.Mid, split?.CostBps, bestSingleId, split?.BestSingle?.AllInPrice,
            split?.Saving, split?.SavingBps, SplitRows.Rounded(split?.Certificate.Marginal), split?.Gap, of.Skew?.TotalSeconds,
            split?.Legs.Count ?? 0, of.Excluded.Count);
    }

    private static IEnumerable<Market> MarketsOf(SlotSplit of) =>
        [.. of.Split?.Legs.Select(leg => leg.Market) ?? [], .. of.Split?.Singles.Select(single => single.Market) ?? [], .. of.Excluded.Select(left => left.Market)];
}
