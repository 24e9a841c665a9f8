using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Io.Postgres.Copy;

namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// Writes splits within a transaction. The transaction that inserts a split's row writes its parts; a concurrent one waits for
/// it and writes nothing.
/// </summary>
internal static class SplitWriter
{
    private const string InsertSplit = $"""
        INSERT INTO fact_split ({SplitRows.SplitColumns})
        VALUES ($1, $2, $3, $4, $5, $6::numeric, make_interval(secs => $7), $8, $9, $10,
            $11::numeric, $12::numeric, $13::numeric, $14::numeric, $15, $16, $17::numeric,
            $18::numeric, $19, $20::numeric, $21::numeric, $22, $23, $24, $25, $26)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>A fixed write order, so that two writers cannot deadlock.</summary>
    public static List<SlotSplit> InOrder(IEnumerable<SlotSplit> splits) =>
    [
        .. splits.OrderBy(of => of.Asset.Code, StringComparer.Ordinal).ThenBy(of => of.Slot.Start)
            .ThenBy(of => of.Currency.Code, StringComparer.Ordinal).ThenBy(of => of.Order.Side).ThenBy(of => of.Order.Amount),
    ];

    /// <summary>Deletes the live splits of the same slots for which other books counted.</summary>
    public static async Task ClearOutdatedAsync(NpgsqlConnection connection, List<SlotSplit> splits, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var of in splits.DistinctBy(of => (of.Asset, of.Slot)).Where(of => of.Books is not null))
        {
            batch.Add("SELECT clear_outdated_splits($1, $2, $3, $4::timestamptz)", of.Asset.Code, of.Slot.Start, of.Books, of.NewestBookAt);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Adds the missing splits with their parts; returns the number of rows.</summary>
    public static async Task<int> InsertAsync(
        NpgsqlConnection connection, List<SlotSplit> splits, Dictionary<Market, int> marketIds, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var of in splits)
        {
            AddSplit(batch, of, of.Split?.BestSingle is { } single ? marketIds[single.Market] : null);
        }

        var inserted = await batch.ExecuteNonQueryAsync(cancel);
        var rows = new SplitRows(marketIds, PostgresDatabase.LiveVersion);
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
            InsertSplit, of.Asset.Code, of.Currency.Code, of.Slot.Start, PostgresDatabase.LiveVersion, of.Order.Side.Text(), of.Order.Amount, of.Slot.Length,
            split?.Complete ?? false, split?.Reason?.Text(), of.Refused,
            split?.Amount, split?.Quantity, split?.AllInPrice, split?.Mid, split?.CostBps, bestSingleId, split?.BestSingle?.AllInPrice,
            split?.Saving, split?.SavingBps, SplitRows.Rounded(split?.Certificate.Marginal), split?.Gap, of.Skew?.TotalSeconds,
            split?.Legs.Count ?? 0, of.Excluded.Count, of.Books, of.NewestBookAt);
    }
}
