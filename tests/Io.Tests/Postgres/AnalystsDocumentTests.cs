using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>Checks that the document for analysts shows the results of its queries, over four hours of three markets.</summary>
public sealed partial class AnalystsDocumentTests : StoreTest
{
    private const string Refresh = "ORDERBOOK_REFRESH";

    private static readonly Market Binance = Market.Parse("binance:BTCUSDT");
    private static readonly Market Kraken = Market.Parse("kraken:XBTUSD");
    private static readonly Market Gemini = Market.Parse("gemini:BTCUSD");

    /// <summary>With ORDERBOOK_REFRESH set, it rewrites the results instead.</summary>
    [Fact]
    public async Task The_document_for_analysts_shows_the_results_of_its_queries()
    {
        await KnowAsync();
        for (var hours = 0; hours < 4; hours++)
        {
            await Stores.Splits.SaveSplitsAsync([.. Splits(hours)], None);
        }

        var document = await File.ReadAllTextAsync(DocumentPath());
        var written = document;
        foreach (Match example in Example().Matches(document))
        {
            written = written.Replace(example.Value, $"```sql\n{example.Groups["query"].Value}```\n\n{await AnswerAsync(example.Groups["query"].Value)}", StringComparison.Ordinal);
        }

        if (Environment.GetEnvironmentVariable(Refresh) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(DocumentPath(), written);
            document = written;
        }

        Assert.True(Example().Count(document) >= 5);
        Assert.True(written == document, $"docs/analysts.md does not match the results of its queries; refresh it with {Refresh}=1 ./orderbook test AnalystsDocumentTests");
    }

    // Gemini's fee is unknown. Coinbase is the best at first, Kraken from the third hour on.
    private static IEnumerable<SlotSplit> Splits(int hours)
    {
        var usdt = Conversion.AtMid(Some.Book("0.9995x1", "1.0005x1"), quoteIsBase: true)!;
        SplitMarket[] markets =
        [
            On(Some.Market, 60_000 + 20 * hours, TakerFee.Flat(Exact.Parse("0.0012"), FeeIn.Quote)),
            On(Binance, 60_010, TakerFee.Flat(Exact.Parse("0.001"), FeeIn.Received)) with { Conversion = usdt },
            On(Kraken, 59_980 + 20 * (hours % 2), TakerFee.Flat(Exact.Parse("0.0016"), FeeIn.Quote)),
        ];
        return from side in new[] { Side.Buy, Side.Sell }
               from size in new Exact[] { 50_000, 100_000 }
               let order = new SplitOrder(side, size)
               select new SlotSplit(
                   SomeSplit.Asset, SomeSplit.Currency, Some.Slot(hours), order, Splitter.Solve(order, markets), TimeSpan.FromSeconds(1), false,
                   [new MarketExclusion(Gemini, SplitExclusion.NoFee)]);
    }

    // Levels of 0.4 each, 15 apart, with a spread of 10.
    private static SplitMarket On(Market market, int mid, TakerFee fee)
    {
        string Levels(int step) => string.Join(' ', Enumerable.Range(0, 20).Select(i => $"{mid + step * (1 + 3 * i)}x0.4"));
        return new SplitMarket(market, Some.Book(Levels(-5), Levels(5)), fee, Exact.Parse("0.0001"), null, null, Conversion.None);
    }

    private async Task KnowAsync()
    {
        foreach (var (market, pair) in new[] { (Some.Market, "BTC/USD"), (Binance, "BTC/USDT"), (Kraken, "BTC/USD"), (Gemini, "BTC/USD") })
        {
            await Stores.Markets.StartMarketAsync(market, Some.Hour, Some.SlotLength, None);
            await Stores.Markets.SaveListingAsync(market.Venue, [Some.Product(market.Product, pair)], Some.Hour, None);
        }
    }

    private async Task<string> AnswerAsync(string query)
    {
        await using var command = Database.Source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        await reader.DisposeAsync();
        var rows = await Database.RowsAsync(query.TrimEnd().TrimEnd(';'));
        return string.Concat(rows.Select(row => row.Replace("|", " | ", StringComparison.Ordinal))
            .Prepend(string.Join(" | ", columns.Select(_ => "---"))).Prepend(string.Join(" | ", columns)).Select(row => $"| {row} |\n"));
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs", "analysts.md"));

    [GeneratedRegex(@"```sql\n(?<query>.*?)```\n(\n(\|[^\n]*\n)+)?", RegexOptions.Singleline)]
    private static partial Regex Example();
}
