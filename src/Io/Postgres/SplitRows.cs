using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Io.Postgres;

/// <summary>What belongs to splits as rows: their legs, what each market would do alone, and the markets left out.</summary>
internal sealed class SplitRows(IReadOnlyDictionary<Market, int> marketIds, string version)
{
    private const string Key = "asset, currency, slot, version, side, order_size, market_id";

    private const string CopyLegs = $"""
        COPY fact_split_leg ({Key}, order_quantity, quantity, gross_amount, fee, net_amount, amount, average_price, worst_price,
            levels, last_price, next_price) FROM STDIN (FORMAT binary)
        """;

    private const string CopySingles = $"""
        COPY fact_split_single ({Key}, rank, amount, quantity, all_in_price, cost_bps) FROM STDIN (FORMAT binary)
        """;

    private const string CopyExcluded = $"COPY fact_split_excluded ({Key}, reason) FROM STDIN (FORMAT binary)";

    private readonly CopyBuffer legs = new();
    private readonly CopyBuffer singles = new();
    private readonly CopyBuffer excluded = new();

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
        await legs.SendAsync(connection, CopyLegs, cancel);
        await singles.SendAsync(connection, CopySingles, cancel);
        await excluded.SendAsync(connection, CopyExcluded, cancel);
    }

    /// <summary>A price of the certificate as it is stored.</summary>
    public static Exact? Rounded(Ratio? price) => price?.Round(Exact.QuotientScale, MidpointRounding.ToEven);

    private CopyBuffer StartRow(CopyBuffer rows, short columns, SlotSplit of, Market market) => rows.StartRow(columns)
        .Add(of.Asset.Code).Add(of.Currency.Code).Add(of.Slot.Start).Add(version).Add(of.Order.Side.Text()).Add(of.Order.Amount)
        .Add(marketIds[market]);
}
