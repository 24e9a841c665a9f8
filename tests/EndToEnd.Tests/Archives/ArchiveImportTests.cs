using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OrderBookSilo.EndToEnd.Tests.Silos;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Archives;

public sealed class ArchiveImportTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const string SolDay = "raw/v1/venue=coinbase/product=SOL-USD/date=2023-03-20";

    [Fact]
    public async Task Dumped_books_are_archived_byte_for_byte_with_the_best_known_time()
    {
        var first = Dumps.Orders("2023-03-20T14:00:03.912345Z", ("27950", "1"), ("27950", "0.5"), ("27949.99", "3"));
        using var dumps = new Dumps()
            .With("2023-03-20/coinbase/SOL-USD/1679320803.json", first)
            .With("2023-03-20/coinbase/SOL-USD/1679322003.json", Dumps.Orders("2023-03-20T14:20:03Z", ("27951", "1")))
            .With("2023-03-20/Coinbase-Pro/sol-usd/1679323999.json", Dumps.Orders("2023-03-20T15:00:01Z", ("27952", "1")))
            .With("2023-03-21/binance/SOLUSDT/a.json", Dumps.Binance(1), modified: "2023-03-21T09:15:30.25Z")
            .With("2023-03-22/binance/SOLUSDT/b.json", Dumps.Binance(2));

        var run = await ImportAsync(dumps);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal(
            [
                "5 books are new in the archive, 0 were there already, 0 files were left out.",
                "  1 with 00:00 UTC of their day, because no better time is known",
                "  1 with the time of the file's last modification",
                "  3 with the exchange's own time",
                "They have no facts yet; a replay of their time range computes them.",
            ],
            run.Lines);
        Assert.Equal(["20230320T140000Z", "20230320T140000Z", "20230320T150000Z"], Slots(SolDay));
        Assert.Equal(["20230321T090000Z"], Slots("raw/v1/venue=binance/product=SOLUSDT/date=2023-03-21"));
        Assert.Equal(["20230322T000000Z"], Slots("raw/v1/venue=binance/product=SOLUSDT/date=2023-03-22"));
        Assert.Contains(Objects(SolDay), file => Encoding.UTF8.GetBytes(first).SequenceEqual(Inflated(file)));
        Assert.Equal("file", Metadata(Assert.Single(Objects("raw/v1/venue=binance/product=SOLUSDT/date=2023-03-21"))).GetProperty("time-source").GetString());

        var again = await ImportAsync(dumps);

        Assert.Equal("0 books are new in the archive, 5 were there already, 0 files were left out.", again.Lines[0]);
        Assert.Equal(3, Objects(SolDay).Count);
    }

    [Fact]
    public async Task A_market_that_was_never_configured_is_known_and_stopped_with_its_pair_where_it_is_listed()
    {
        using var dumps = new Dumps()
            .With("2023-04-01/coinbase/USDT-USD/1.json", Dumps.Orders("2023-04-01T14:00:03Z", ("0.99", "1")))
            .With("2023-04-01/coinbase/GONE-USD/1.json", Dumps.Orders("2023-04-01T14:00:03Z", ("27950", "1")))
            .With("2023-04-01/coinbase/BTC-USD/1.json", Dumps.Orders("2023-04-01T14:00:03Z", ("27950", "1")));

        var run = await ImportAsync(dumps);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal(("USDT/USD", 0L), await RecordedAsync("coinbase:USDT-USD"));
        Assert.Equal((null, 0L), await RecordedAsync("coinbase:GONE-USD"));
        Assert.Equal(("BTC/USD", 1L), await RecordedAsync("coinbase:BTC-USD"));
        var active = (await silo.Process.GetAsync("/api/markets")).EnumerateArray()
            .ToDictionary(market => market.GetProperty("market").GetString()!, market => market.GetProperty("active").GetBoolean());
        Assert.Equal((false, false, true), (active["coinbase:USDT-USD"], active["coinbase:GONE-USD"], active["coinbase:BTC-USD"]));
    }

    [Fact]
    public async Task Files_that_cannot_be_imported_are_named_and_skipped()
    {
        using var dumps = new Dumps()
            .With("2023-05-01/coinbase/SOL-USD/good.json", Dumps.Orders("2023-05-01T14:00:03Z", ("27950", "1")))
            .With("2023-05-01/coinbase/SOL-USD/cut.json", "{\n    \"bids\": [")
            .With("2023-05-01/coinbase/SOL-USD/other-day.json", Dumps.Orders("2023-05-09T14:00:03Z", ("27950", "1")))
            .With("2023-05-01/coinbase/SOL-USD/crossed.json", Dumps.Orders("2023-05-01T14:00:03Z", ("99999", "1")))
            .With("2023-05-01/coinbase/SOL-USD/large.json", new string(' ', 64 * 1024 * 1024) + "{}")
            .With("2023-05-01/mtgox/BTCUSD/1.json", Dumps.Binance(1))
            .With("2999-05-01/binance/BTCUSDT/1.json", Dumps.Binance(1))
            .With("first of May/binance/BTCUSDT/1.json", Dumps.Binance(1))
            .With("notes.txt", "notes")
            .With("2023-05-01/.DS_Store", "");

        var run = await ImportAsync(dumps);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("1 books are new in the archive, 0 were there already, 8 files were left out.", run.Lines[0]);
        var messages = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line[(dumps.FullName.Length + 1)..line.IndexOf(": ", StringComparison.Ordinal)]);
        Assert.Contains("it is not a book (not_json)", messages["2023-05-01/coinbase/SOL-USD/cut.json"], StringComparison.Ordinal);
        Assert.Contains("it is not a book (crossed)", messages["2023-05-01/coinbase/SOL-USD/crossed.json"], StringComparison.Ordinal);
        Assert.Contains("2023-05-09T14:00:03", messages["2023-05-01/coinbase/SOL-USD/other-day.json"], StringComparison.Ordinal);
        Assert.Contains("too large", messages["2023-05-01/coinbase/SOL-USD/large.json"], StringComparison.Ordinal);
        Assert.Contains("'mtgox' is unknown", messages["2023-05-01/mtgox/BTCUSD/1.json"], StringComparison.Ordinal);
        Assert.Contains("is in the future", messages["2999-05-01/binance/BTCUSDT/1.json"], StringComparison.Ordinal);
        Assert.Contains("'first of May' is not a date", messages["first of May/binance/BTCUSDT/1.json"], StringComparison.Ordinal);
        Assert.Contains("its path is not of the form date/exchange/symbol/run.json", messages["notes.txt"], StringComparison.Ordinal);
    }

    private Task<ConsoleRun> ImportAsync(Dumps dumps) => ConsoleRun.AskAsync(silo.Process.Url, "archive", "import", dumps.FullName);

    private List<string> Objects(string folder) =>
        [.. Directory.GetFiles(Path.Combine(silo.DataDirectory, "archive", folder), "2*.json.gz").Order(StringComparer.Ordinal)];

    private IEnumerable<string> Slots(string folder) => Objects(folder).Select(file => Path.GetFileName(file).Split('-')[0]);

    private static byte[] Inflated(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static JsonElement Metadata(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(file)!, $"_{Path.GetFileName(file)}.meta.json"))).RootElement;

    private async Task<(string? Pair, long Intervals)> RecordedAsync(string market)
    {
        await using var database = SiloProcess.OpenDatabase(silo.DataDirectory);
        await using var query = database.CreateCommand(
            "SELECT base_asset || '/' || quote_asset, (SELECT count(*) FROM dim_market_active AS a WHERE a.market_id = m.market_id) FROM dim_market AS m WHERE market = $1");
        query.Parameters.Add(new() { Value = market });
        await using var reader = await query.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (await reader.IsDBNullAsync(0) ? null : reader.GetString(0), reader.GetInt64(1));
    }
}
