using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Io.Tests.Http;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>
/// Fetches recorded books from a venue on a real socket, pulls them with the fill policy seed, and reads them through the
/// prototype's views; a program in the prototype's language and arithmetic computes the expected values.
/// </summary>
public sealed class PrototypeParityTests : StoreTest
{
    private const int Limit = 100_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider clock = new(Some.Hour);

    [Fact]
    public async Task Every_recorded_book_yields_the_prototypes_rows()
    {
        Fixtures.Require();
        var books = Recorded();
        var expected = await PrototypeAsync(books.Select(book => Path.Combine(Fixtures.Folder, book.File)));

        var stored = await PullAsync([.. books.Select(book => (book.Market, Fixtures.Read(book.File)))]);

        Assert.True(books.Count >= 50, $"only {books.Count} recorded books");
        Assert.Contains(expected, answer => answer.Rows.Count > 100);
        for (var i = 0; i < books.Count; i++)
        {
            Assert.Equal((books[i].File, expected[i].Mid, expected[i].Profit), (books[i].File, stored[i].Mid, stored[i].Profit));
            Assert.Equal(expected[i].Rows, stored[i].Rows);
        }
    }

    private static List<(string File, Market Market)> Recorded() =>
    [
        .. Files(FetchSetup.Binance, ["binance", "binance_us"], "rest_*depth_*.json", "rest_binance_book*.json", "rest_l2_snapshot_spot*.json"),
        .. Files(FetchSetup.Coinbase, ["coinbase"], "rest_*book*.json", "rest_l2_snapshot_spot*.json"),
        .. Files(FetchSetup.Coinbase, ["derived"], "coinbase_exchange_*.json"),
    ];

    private static IEnumerable<(string File, Market Market)> Files(Market market, string[] folders, params string[] patterns) =>
        from folder in folders
        from pattern in patterns
        from file in Fixtures.List(folder, pattern)
        where !file.EndsWith("headers.json", StringComparison.Ordinal)
        select (file, market);

    // One book per hour, all pulled into one database.
    private async Task<List<Answer>> PullAsync(IReadOnlyList<(Market Market, byte[] Body)> books)
    {
        using var directory = new TempDirectory();
        using var spoolFiles = SpoolDirectory.Open(directory["spool"]);
        await using var setup = await FetchSetup.StartAsync(budget: 0, time: clock);
        var archive = new FileArchive(directory["archive"]);
        var spool = await Spool.OpenAsync(spoolFiles, long.MaxValue, None);
        var facts = new FactWriter(
            archive,
            Stores.Facts,
            VenueCatalog.All.ToDictionary(venue => venue.Code),
            new SnapshotPlan([Limit], new Dictionary<string, IReadOnlyList<Exact>>(), [Limit], FillPolicy.Seed, [], FillsMax: 1_000_000),
            new MarketFees(new Dictionary<string, TraderFees>()));
        var attempt = new PullAttempt(
            setup.Fetcher, facts, new SlotFinisher(facts, archive, Stores.Facts, spool, new StoreOutages(), clock), spool, SharedTime.Right(clock), clock);
        var ids = new List<string>();
        foreach (var (market, body) in books)
        {
            clock.Advance(Hour);
            setup.Simulator.Pin(market.Venue, market.Product, body);
            var pair = new Pair(new Asset("BTC"), new Asset("USD"));
            using var deadline = new Deadline(Hour, clock);
            var pulled = await attempt.RunAsync(
                new PullRequest(market, pair, Hour, SlotIsDone: false, SlotIsCaptured: false, WantsFresh: false), deadline);
            var snapshot = Assert.IsType<PullResult.Committed>(pulled).Snapshot;
            ids.Add($"{market}/{snapshot.Capture.Slot.Start:yyyyMMdd'T'HHmmss'Z'}/{Limit}/seed");
        }

        return await ReadAsync(ids);
    }

    private async Task<List<Answer>> ReadAsync(IEnumerable<string> ids)
    {
        var rows = (await Database.RowsAsync("""
            SELECT coin_transaction_id, transaction_type, coin_price, amount_requested, transaction_cost FROM optimal_transactions
            ORDER BY transaction_type, CASE transaction_type WHEN 'ask' THEN coin_price ELSE -coin_price END
            """)).Select(row => row.Split('|')).ToLookup(row => row[0], row => new Row(row[1], Number(row[2])!.Value, Number(row[3])!.Value, Number(row[4])!.Value));
        var summaries = (await Database.RowsAsync("SELECT coin_transaction_id, mid_price, profit_opportunity FROM transactions_summary"))
            .Select(row => row.Split('|')).ToDictionary(row => row[0]);
        return [.. ids.Select(id => new Answer([.. rows[id]], Number(summaries[id][1]), Number(summaries[id][2])))];
    }

    private static double? Number(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<List<Answer>> PrototypeAsync(IEnumerable<string> files, [CallerFilePath] string thisFile = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(thisFile)!, "prototype.py");
        var lines = await Python.RunAsync(script, [$"{Limit}"], string.Join('\n', files));
        return [.. lines.Select(line => Read(JsonDocument.Parse(line).RootElement))];
    }

    private static Answer Read(JsonElement answer) => new(
        [.. answer.GetProperty("rows").EnumerateArray().Select(row => new Row(row[0].GetString()!, row[1].GetDouble(), row[2].GetDouble(), row[3].GetDouble()))],
        answer.GetProperty("mid").Deserialize<double?>(),
        answer.GetProperty("profit").Deserialize<double?>());

    private sealed record Answer(IReadOnlyList<Row> Rows, double? Mid, double? Profit);

    private sealed record Row(string Type, double Price, double Quantity, double Cost);
}
