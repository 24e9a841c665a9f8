using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>Buffers splits as rows with their parts: legs, the result of each market alone, and excluded markets.</summary>
/// <param name="schema">Schema of the tables with a trailing dot, such as <c>pg_temp.</c>, or empty.</param>
internal sealed class SplitRows(IReadOnlyDictionary<Market, int> marketIds, string version, string schema = "")
{
    public const string SplitColumns = """
        asset, currency, slot, version, side, order_size, slot_length, complete, reason, refused,
        amount, quantity, all_in_price, mid_price, cost_bps, best_single_market_id, best_single_all_in_price,
        saving, saving_bps, marginal_price, gap, skew_seconds, markets_used, markets_excluded, books, newest_book_at
        """;

    private const string PartKey = "asset, currency, slot, version, side, order_size, market_id";

    private const string LegColumns = $"""
        {PartKey}, order_quantity, quantity, gross_amount, fee, net_amount, amount, average_price, worst_price,
        levels, last_price, next_price
        """;

    private readonly CopyBuffer splits = new($"{schema}fact_split", SplitColumns);
    private readonly CopyBuffer legs = new($"{schema}fact_split_leg", LegColumns);
    private readonly CopyBuffer singles = new($"{schema}fact_split_single", $"{PartKey}, rank, amount, quantity, all_in_price, cost_bps");
    private readonly CopyBuffer excluded = new($"{schema}fact_split_excluded", $"{PartKey}, reason");

    public int RowCount => splits.RowCount + legs.RowCount + singles.RowCount + excluded.RowCount;

    public int ByteCount => splits.ByteCount + legs.ByteCount + singles.ByteCount + excluded.ByteCount;

    /// <summary>Adds a split's row and its parts.</summary>
    public void AddWhole(SlotSplit of)
    {
        var split = of.Split;
        splits.StartRow().Add(of.Asset.Code).Add(of.Currency.Code).Add(of.Slot.Start).Add(version).Add(of.Order.Side.Text()).Add(of.Order.Amount)
            .Add(of.Slot.Length).Add(split?.Complete ?? false).Add(split?.Reason?.Text()).Add(of.Refused)
            .Add(split?.Amount).Add(split?.Quantity).Add(split?.AllInPrice).Add(split?.Mid).Add(split?.CostBps)
            .Add(split?.BestSingle is { } single ? marketIds[single.Market] : (int?)null).Add(split?.BestSingle?.AllInPrice)
            .Add(split?.Saving).Add(split?.SavingBps).Add(Rounded(split?.Certificate.Marginal)).Add(split?.Gap).Add(of.Skew?.TotalSeconds)
            .Add(split?.Legs.Count ?? 0).Add(of.Excluded.Count).Add(of.Books).Add(of.NewestBookAt).EndRow();
        Add(of);
    }

    /// <summary>Adds the parts of a split whose row exists.</summary>
    public void Add(SlotSplit of)
    {
        foreach (var leg in of.Split?.Legs ?? [])
        {
            var lane = of.Split!.Certificate.Lanes.FirstOrDefault(lane => lane.Market == leg.Market);
            StartPart(legs, of, leg.Market)
                .Add(leg.OrderQuantity).Add(leg.Quantity).Add(leg.GrossAmount).Add(leg.Fee).Add(leg.NetAmount).Add(leg.Amount)
                .Add(leg.AveragePrice).Add(leg.WorstPrice).Add(leg.Levels).Add(Rounded(lane?.LastUsed)).Add(Rounded(lane?.Next)).EndRow();
        }

        foreach (var (rank, single) in (of.Split?.Singles ?? []).Index())
        {
            StartPart(singles, of, single.Market)
                .Add(rank + 1).Add(single.Amount).Add(single.Quantity).Add(single.AllInPrice).Add(single.CostBps).EndRow();
        }

        foreach (var (market, reason) in of.Excluded)
        {
            StartPart(excluded, of, market).Add(reason.Text()).EndRow();
        }
    }

    public async Task SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await splits.SendAsync(connection, cancel);
        await legs.SendAsync(connection, cancel);
        await singles.SendAsync(connection, cancel);
        await excluded.SendAsync(connection, cancel);
    }

    /// <summary>A price of the certificate as stored.</summary>
    public static Exact? Rounded(Ratio? price) => price?.Round(Exact.QuotientScale, MidpointRounding.ToEven);

    private CopyBuffer StartPart(CopyBuffer rows, SlotSplit of, Market market) => rows.StartRow()
        .Add(of.Asset.Code).Add(of.Currency.Code).Add(of.Slot.Start).Add(version).Add(of.Order.Side.Text()).Add(of.Order.Amount)
        .Add(marketIds[market]);
}
