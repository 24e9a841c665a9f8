using System.Globalization;
using System.Runtime.CompilerServices;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>Checks the worked example of docs/prototype.md.</summary>
public sealed class PrototypeDocumentTests : StoreTest
{
    private const string Bids = "59980x1 59970x3";
    private const string Asks = "60000x2 60010x0.5 60500x1.1";

    [Fact]
    public async Task The_example_shows_the_results_of_the_two_policies()
    {
        var document = await File.ReadAllLinesAsync(DocumentPath());
        var exact = await CommitAsync(FillPolicy.Exact, hour: 0);
        var seed = await CommitAsync(FillPolicy.Seed, hour: 1);

        Assert.Equal(Bids.Split(' '), Levels(document, column: 1));
        Assert.Equal(Asks.Split(' '), Levels(document, column: 2));
        Assert.Contains(Row("asks taken", exact["asks"], seed["asks"]), document);
        Assert.Contains(Row("spent", Whole(exact["spent"]), Whole(seed["spent"])), document);
        Assert.Contains(Row("bought", exact["bought"], seed["bought"]), document);
        Assert.Contains(Row("average price", Cents(exact["average"]), Cents(seed["average"])), document);
        Assert.Contains(Row("complete", "yes", $"no, `{seed["reason"]}`"), document);
        Assert.Contains(Row("`mid_price`", Cents(exact["mid"]), Cents(seed["mid"])), document);
        Assert.Contains(Row("`profit_opportunity`", Cents(exact["profit"]), Cents(seed["profit"])), document);
        Assert.Contains(Row("`round_trip_cost`", Cents(exact["round_trip"]), "null"), document);
        Assert.Equal(("", ""), (exact["reason"], seed["round_trip"]));

        var text = string.Join(' ', document);
        Assert.Contains($"had {Whole($"{100_000 - Number(seed["spent"])}")} left", text, StringComparison.Ordinal);
        Assert.Contains($"paid {(Number(seed["average"]) / 60_000 - 1) * 10_000:0} basis points more", text, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> CommitAsync(FillPolicy policy, int hour)
    {
        var capture = Some.Capture(slot: Some.Slot(hour));
        var options = new SnapshotOptions([100_000], [100_000], policy, [], 1000);
        await Stores.Facts.CommitAsync(SnapshotBuilder.Build(new ArchivedCapture(Some.ArchiveKey(capture), capture), Some.Book(Bids, Asks), options), None);
        string[] names = ["spent", "bought", "average", "reason", "mid", "profit", "round_trip", "asks"];
        var row = Assert.Single(await Database.RowsAsync($"""
            SELECT trim_scale(filled_amount), trim_scale(quantity), average_price, reason, mid_price, profit_opportunity, round_trip_cost,
                   (SELECT string_agg(position || CASE position WHEN 1 THEN 'st' WHEN 2 THEN 'nd' ELSE 'rd' END, ', ' ORDER BY position)
                    FROM fact_fill WHERE slot = cost.slot AND side = 'buy') AS asks
            FROM fact_cost AS cost
            JOIN transactions_summary ON coin_transaction_id LIKE '%/' || cost.fill_policy
            WHERE side = 'buy' AND fill_policy = '{policy.Text()}'
            """));
        return names.Zip(row.Split('|')).ToDictionary(cell => cell.First, cell => cell.Second);
    }

    // The levels in the document, without thousands separators.
    private static IEnumerable<string> Levels(string[] document, int column) =>
        document.Where(line => line.Contains('×', StringComparison.Ordinal) && line.StartsWith('|'))
            .Select(line => line.Split('|')[column].Trim().Replace(" × ", "x", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal))
            .Where(level => level.Length > 0);

    private static string Row(string name, string exact, string seed) => $"| {name} | {exact} | {seed} |";

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Whole(string text) => Number(text).ToString("#,0", CultureInfo.InvariantCulture);

    private static string Cents(string text) => Number(text).ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs", "prototype.md"));
}
