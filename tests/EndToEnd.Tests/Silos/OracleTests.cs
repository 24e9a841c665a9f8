using System.Globalization;
using Npgsql;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo is given recorded books; what it stored is compared, figure by figure, with a computation in exact fractions in another language.</summary>
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

        await EqualAsync(database, "coinbase:BTC-USD", coinbase, "0", "0.006", "quote");
        await EqualAsync(database, "binance:BTCUSDT", binance, "5000", "0.001", "received");
        await CrashTests.ArchiveMatchesAsync(database, directory["data"]);
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

    private static async Task EqualAsync(NpgsqlDataSource database, string market, string body, params string[] wholeAtRateAndFeeIn)
    {
        var stored = await StoredAsync(database, market);
        var expected = await PythonAsync(body, wholeAtRateAndFeeIn);

        Assert.NotEmpty(stored);
        Assert.Equal(expected, stored);
    }

    // Numbers as PostgreSQL prints them, trailing zeros dropped; doubles by their shortest text in both languages.
    private static async Task<List<string>> StoredAsync(NpgsqlDataSource database, string market)
    {
        var rows = new List<string>();
        await using var query = database.CreateCommand($"""
            WITH this AS (SELECT market_id FROM dim_market WHERE market = '{market}')
            SELECT concat_ws('|', 'book', trim_scale(best_bid), trim_scale(best_ask), trim_scale(mid_price), bid_levels, ask_levels), NULL::float8[]
            FROM fact_book JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'cost', side, trim_scale(order_size), CASE WHEN complete THEN 'True' ELSE 'False' END, coalesce(reason, 'None'),
                trim_scale(filled_amount), trim_scale(quantity), coalesce(trim_scale(average_price)::text, 'None'),
                coalesce(trim_scale(worst_price)::text, 'None'), '@', '@', levels,
                coalesce(fee_rate::text, 'None'), coalesce(trim_scale(fee)::text, 'None'), coalesce(trim_scale(all_in_price)::text, 'None'), '@'),
                ARRAY[slippage_bps, slippage_best_bps, cost_bps]
            FROM fact_cost JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'fill', side, trim_scale(order_size), position, trim_scale(price), trim_scale(quantity), trim_scale(amount)), NULL
            FROM fact_fill JOIN this USING (market_id)
            UNION ALL
            SELECT concat_ws('|', 'depth', side, band_bps, coalesce(trim_scale(quantity)::text, 'None'), coalesce(trim_scale(amount)::text, 'None'),
                coalesce(levels::text, 'None'), coalesce(reason, 'None')), NULL
            FROM fact_depth JOIN this USING (market_id)
            """);
        await using var reader = await query.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var parts = reader.GetString(0).Split('|');
            if (parts[0] == "cost")
            {
                var bps = await reader.GetFieldValueAsync<double?[]>(1);
                (parts[9], parts[10], parts[15]) = (Bps(bps[0]), Bps(bps[1]), Bps(bps[2]));
            }

            rows.Add(string.Join('|', parts));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    // To 12 digits: the two languages may differ in the last bits of a double.
    private static string Bps(double? value) => value is { } known ? Digits(known) : "None";

    private static string Digits(double value) => value.ToString("G12", CultureInfo.InvariantCulture);

    private static async Task<List<string>> PythonAsync(string body, string[] wholeAtRateAndFeeIn)
    {
        var script = Path.Combine(Path.GetDirectoryName(Built.Launcher)!, "tests", "EndToEnd.Tests", "Silos", "book_facts.py");
        var output = await Python.RunAsync(script, [body, OrderSizes, FillSizes, BandsBps, .. wholeAtRateAndFeeIn]);
        var lines = output.Select(Rounded).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Rounded(string line)
    {
        var parts = line.Split('|');
        if (parts[0] == "cost")
        {
            (parts[9], parts[10], parts[15]) = (Rounding(parts[9]), Rounding(parts[10]), Rounding(parts[15]));
        }

        return string.Join('|', parts);
    }

    private static string Rounding(string bps) => bps == "None" ? bps : Digits(double.Parse(bps, CultureInfo.InvariantCulture));
}
