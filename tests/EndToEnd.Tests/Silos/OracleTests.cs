using System.Globalization;
using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo pulls recorded books; what it stored is compared, figure by figure, with exact fractions computed in another language.</summary>
public sealed class OracleTests
{
    private const string OrderSizes = "10000,50000,100000,1000000";
    private const string FillSizes = "100000";
    private const string BandsBps = "10,25,50,100,200,500,1000";

    [Fact]
    public async Task Every_stored_figure_of_a_recorded_book_equals_an_independent_exact_computation()
    {
        var coinbase = RequireRecorded("derived/coinbase_exchange_level2_BTC-USD_20260809.json");
        var binance = RequireRecorded("binance/rest_depth_FTMUSDT_limit5000_20210814.json");
        using var directory = new TempDirectory().OpenToAll();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.05 });
        venues.Pin("coinbase", "BTC-USD", await File.ReadAllBytesAsync(coinbase));
        venues.Pin("binance", "BTCUSDT", await File.ReadAllBytesAsync(binance));
        await using var silo = await SiloProcess.StartAsync(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD,binance:BTCUSDT", .. VenueSettings.Of(venues)]);
        await silo.BooksAsync(2);
        await using var database = SiloProcess.OpenDatabase(directory["data"]);

        await EqualAsync(database, "coinbase:BTC-USD", coinbase, "True", "0.006", "quote");
        await EqualAsync(database, "binance:BTCUSDT", binance, "False", "0.001", "received");
        await ArchivedObject.MatchAsync(database, directory["data/archive"]);
    }

    private static string RequireRecorded(string path)
    {
        var file = Path.Combine(Fixtures.Folder, path);
        if (!File.Exists(file))
        {
            Missing.Optional("the recorded payloads are not here");
        }

        return file;
    }

    private static async Task EqualAsync(NpgsqlDataSource database, string market, string body, params string[] isWholeRateAndFeeIn)
    {
        var stored = await StoredAsync(database, market);
        var expected = await PythonAsync(body, isWholeRateAndFeeIn);

        Assert.NotEmpty(stored);
        Assert.Equal(expected, stored);
    }

    // Numbers as PostgreSQL prints them, trailing zeros dropped; doubles marked.
    private static async Task<List<string>> StoredAsync(NpgsqlDataSource database, string market)
    {
        var rows = new List<string>();
        await using var query = database.CreateCommand($"""
            WITH this AS (SELECT market_id FROM dim_market WHERE market = '{market}')
            SELECT concat_ws('|', 'book', trim_scale(best_bid), trim_scale(best_ask), trim_scale(mid_price), bid_levels, ask_levels,
                {Double("spread_bps")}, {Decimal("microprice")})
            FROM fact_book JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'cost', side, trim_scale(order_size), {True("complete")}, coalesce(reason, 'None'),
                trim_scale(filled_amount), trim_scale(quantity), {Decimal("average_price")}, {Decimal("worst_price")},
                {Double("slippage_bps")}, {Double("slippage_best_bps")}, levels,
                {Double("fee_rate")}, {Decimal("fee")}, {Decimal("all_in_price")}, {Double("cost_bps")},
                {Double("impact_bps")}, {Double("impact_best_bps")}, coalesce(impact_reason, 'None'), {Decimal("effective_spread")},
                {Double("effective_spread_bps")}, {Decimal("slippage_cost")})
            FROM fact_cost JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'fill', side, trim_scale(order_size), position, trim_scale(price), trim_scale(quantity), trim_scale(amount))
            FROM fact_fill JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'depth', side, band_bps, {Decimal("quantity")}, {Decimal("amount")}, coalesce(levels::text, 'None'),
                coalesce(reason, 'None'), {Decimal("reference_price")})
            FROM fact_depth JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'imbalance', band_bps, {Double("imbalance")}, coalesce(reason, 'None'))
            FROM fact_imbalance JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'trip', trim_scale(order_size), {True("complete")}, coalesce(reason, 'None'), {Decimal("quantity")},
                {Decimal("received")}, {Decimal("cost")}, {Double("cost_bps")}, {Decimal("cost_with_fees")}, {Double("cost_with_fees_bps")})
            FROM fact_round_trip JOIN this USING (market_id)
            """);
        await using var reader = await query.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(Rounded(reader.GetString(0)));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Decimal(string column) => $"coalesce(trim_scale({column})::text, 'None')";

    private static string Double(string column) => $"coalesce('~' || {column}, 'None')";

    private static string True(string column) => $"CASE WHEN {column} THEN 'True' ELSE 'False' END";

    private static async Task<List<string>> PythonAsync(string body, string[] isWholeRateAndFeeIn)
    {
        var script = Path.Combine(Path.GetDirectoryName(Built.Launcher)!, "tests", "EndToEnd.Tests", "Silos", "book_facts.py");
        var output = await Python.RunAsync(script, [body, OrderSizes, FillSizes, BandsBps, .. isWholeRateAndFeeIn]);
        var lines = output.Select(Rounded).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    // Doubles to 12 digits: the two languages may differ in the last bits.
    private static string Rounded(string line) => string.Join('|', line.Split('|').Select(part =>
        part.StartsWith('~') ? double.Parse(part[1..], CultureInfo.InvariantCulture).ToString("G12", CultureInfo.InvariantCulture) : part));
}
