using System.Text;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Client;

public sealed class ConsoleClientTests
{
    private const string Market = "coinbase:BTC-USD";

    [Theory]
    [InlineData("GET /api/markets", Canned.Markets, "91,230.01", "markets")]
    [InlineData("GET /api/markets?venue=coinbase&asset=BTC", Canned.Markets, "3m 05s", "markets", "--venue", "coinbase", "--asset", "BTC")]
    [InlineData("GET /api/markets/coinbase/BTC-USD/book?depth=10", Canned.Book, "1,234.00000001", "book", Market)]
    [InlineData("GET /api/markets/coinbase/BTC-USD/book?depth=3", Canned.Book, "23,111 bids, 1 ask; not known to be whole", "book", Market, "--depth", "3")]
    [InlineData("GET /api/markets/coinbase/BTC-USD/cost?side=buy&amount=100000", Canned.Cost, "91,287.654", "cost", Market, "buy", "100k")]
    [InlineData(
        "GET /api/markets/coinbase/BTC-USD/cost?side=sell&amount=1.5&unit=base&fees=none&maxAge=30",
        Canned.Cost, "1,037", "cost", Market, "sell", "1.5", "--unit", "base", "--fees", "none", "--max-age", "30")]
    [InlineData("GET /api/best?asset=BTC&side=buy&amount=100000&currency=USD&maxAge=30", Canned.Best, "Saves 27.40 USD (2.74 bps) against the whole order on binance:BTCUSDT", "best", "buy", "btc", "100k", "--currency", "usd", "--max-age", "30")]
    [InlineData("GET /api/best?asset=BTC&side=sell&amount=1.5&unit=base", Canned.BestRefused, "the books are too far apart in time", "best", "sell", "BTC", "1.5", "--unit", "base")]
    [InlineData("GET /api/best/curve?asset=BTC&side=sell", Canned.BestCurve, "The markets hold no more than this.", "curve", "btc", "sell")]
    [InlineData("GET /api/best/curve?asset=BTC&side=sell", Canned.CurveApart, "Not computed: the markets' prices disagree", "curve", "btc", "sell")]
    [InlineData("GET /api/pairs/BTC/USD", Canned.Pair, "kraken:XBTUSD is left out: it did not answer in time.", "pair", "BTC/USD")]
    [InlineData("PUT /api/markets/coinbase/BTC-USD", Canned.Market, "is active", "add", Market)]
    [InlineData("DELETE /api/markets/coinbase/BTC-USD", Canned.Market, "is stopped", "remove", Market)]
    [InlineData("POST /api/markets/coinbase/BTC-USD/pull", Canned.Market, "bid 91,230.01", "pull", Market)]
    [InlineData("GET /api/markets/coinbase/BTC-USD/history", Canned.History, "2026-11-22 10:00", "history", Market)]
    [InlineData("GET /api/gaps?from=2026-11-22T00%3A00%3A00Z", Canned.Gaps, "not_running", "gaps", "--from", "2026-11-22")]
    [InlineData("GET /api/audit", Canned.Audit, "95 of 96 slots of the last day have their book (98.96 %).", "audit")]
    [InlineData("GET /api/audit?from=2026-11-22T00%3A00%3A00Z", Canned.Audit, "missing_object", "audit", "--from", "2026-11-22")]
    [InlineData("GET /api/audit/log?from=2026-11-22T00%3A00%3A00Z&limit=5", Canned.Changes, "key operator  192.0.2.7  dropVersion  v1  refused", "audit", "log", "--from", "2026-11-22", "--limit", "5")]
    [InlineData("GET /api/audit/log", "[]", "Nothing was changed in this range.", "audit", "log")]
    [InlineData("GET /api/archive/days?from=2026-11-20T00%3A00%3A00Z&to=2026-11-22T00%3A00%3A00Z&markets=a%3Ab", Canned.ArchiveDays, "0 files with 0 books written below", "archive", "export", "--from", "2026-11-20", "--to", "2026-11-22", "--markets", "a:b", "--format", "csv")]
    [InlineData("GET /api/archive/verify?from=2026-11-20T00%3A00%3A00Z", Canned.ArchiveSound, "12,345 objects, 1,234.6 MB: all intact.", "archive", "verify", "--from", "2026-11-20")]
    [InlineData("GET /api/archive/stats?markets=a%3Ab&bodies=no", Canned.ArchiveSound, "1,234.6 MB stored", "archive", "stats", "--markets", "a:b", "--quick")]
    [InlineData("GET /api/failures?market=a%3Ab&to=2026-11-22T09%3A30%3A00Z", Canned.Failures, "451", "failures", "--market", "a:b", "--to", "2026-11-22T10:30+01:00")]
    [InlineData("GET /api/venues", Canned.Venues, "6,000", "venues")]
    [InlineData("GET /api/venues/coinbase/products?search=btc", Canned.Products, "0.00000001", "products", "coinbase", "--search", "btc")]
    [InlineData("GET /api/markets/kraken/XBT%2FUSD/history", "[]", "No books in this range.", "history", "kraken:XBT/USD")]
    public async Task Each_command_asks_one_question_and_shows_the_answer(string request, string answer, string shown, params string[] args)
    {
        await using var silo = await CannedSilo.SaysAsync(answer);

        var run = await ConsoleRun.AskAsync(silo.Url, args);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal([request], silo.Requests);
        Assert.Contains(shown, run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_of_a_long_range_continues_automatically_where_each_part_ended()
    {
        await using var silo = await CannedSilo.SaysAsync(
            """{"slots":0,"repaired":0,"gaps":0,"faulty":0,"continueAt":"2021-06-01T00:00:00Z","continueAfter":null}""",
            """{"slots":100,"repaired":2,"gaps":1,"faulty":0,"continueAt":"2021-07-01T05:00:00Z","continueAfter":"coinbase:BTC-USD"}""",
            """{"slots":7,"repaired":0,"gaps":0,"faulty":0,"continueAt":null,"continueAfter":null}""",
            Canned.Audit);

        var run = await ConsoleRun.AskAsync(silo.Url, "audit", "--again", "--from", "2019-01-01");

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal(
            [
                "POST /api/audit?from=2019-01-01T00%3A00%3A00Z",
                "POST /api/audit?from=2019-01-01T00%3A00%3A00Z&continueAt=2021-06-01T00%3A00%3A00.0000000Z",
                "POST /api/audit?from=2019-01-01T00%3A00%3A00Z&continueAt=2021-07-01T05%3A00%3A00.0000000Z&continueAfter=coinbase%3ABTC-USD",
                "GET /api/audit?from=2019-01-01T00%3A00%3A00Z",
            ],
            silo.Requests);
        Assert.Contains("0 slots audited: 0 captures repaired, 0 gaps recorded, 0 slots with findings. Continuing at 2021-06-01 00:00 UTC.", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_exactly_the_silos_bytes()
    {
        const string odd = " [ {\"market\" :\"coinbase:BTC-USD\",\"café\":\"\\u00e9é\" ,\"n\":1.50e0} ]\n\n";
        await using var silo = await CannedSilo.SaysAsync(odd);

        var run = await ConsoleRun.AskAsync(silo.Url, "markets", "--json");

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal(Encoding.UTF8.GetBytes(odd), run.Output);
    }

    [Fact]
    public async Task Json_of_a_book_asks_for_every_level()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Book);

        await ConsoleRun.AskAsync(silo.Url, "--json", "book", Market);

        Assert.Equal(["GET /api/markets/coinbase/BTC-USD/book"], silo.Requests);
    }

    [Fact]
    public async Task A_failure_goes_to_stderr_with_the_nearest_names_and_exits_1()
    {
        await using var silo = await CannedSilo.FailsAsync(404, Canned.UnknownProduct);

        var run = await ConsoleRun.AskAsync(silo.Url, "add", "coinbase:BTC-USDX");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal("coinbase lists no product 'BTC-USDX'.\nNearest: BTC-USD, BTC-USDC\n", run.Errors);
    }

    [Fact]
    public async Task A_failure_as_json_is_the_problem_itself_and_still_exits_1()
    {
        await using var silo = await CannedSilo.FailsAsync(404, Canned.UnknownProduct);

        var run = await ConsoleRun.AskAsync(silo.Url, "add", "coinbase:BTC-USDX", "--json");

        Assert.Equal((1, Canned.UnknownProduct), (run.ExitCode, run.Text));
    }

    [Fact]
    public async Task A_server_that_is_not_a_silo_is_a_failure_and_not_an_empty_answer()
    {
        await using var silo = await CannedSilo.AnswersAsync(200, "text/html", "<html>hello</html>");

        var run = await ConsoleRun.AskAsync(silo.Url, "markets", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("not a silo", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "markets")]
    [InlineData("[1]", "gaps")]
    [InlineData("[", "venues")]
    public async Task An_answer_in_an_unknown_format_is_a_failure(string answer, string command)
    {
        await using var silo = await CannedSilo.SaysAsync(answer);

        var run = await ConsoleRun.AskAsync(silo.Url, command);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unknown format", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_its_last_line_is_incomplete()
    {
        await using var silo = await CannedSilo.SaysAsync("""{"finding":null,"progress":{"objects":1,"storedBytes":2,"archiveKey":"k"},"total":null}""" + "\n");

        var run = await ConsoleRun.AskAsync(silo.Url, "archive", "verify");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("ended early", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("import", "/nowhere/at/all")]
    [InlineData("export", "--from", "2026-11-20", "--format", "parquet")]
    [InlineData("export", "--format", "csv")]
    public async Task An_invalid_archive_command_is_a_usage_error(params string[] words)
    {
        string[] line = words[0] == "verify" ? ["archive", .. words, "--cluster"] : ["archive", .. words];

        var run = await ConsoleRun.AskAsync("http://127.0.0.1:1", line);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task An_unreachable_silo_exits_3_and_says_where_and_what_to_do()
    {
        var run = await ConsoleRun.AskAsync("http://127.0.0.1:1", "markets");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("http://127.0.0.1:1;", run.Errors, StringComparison.Ordinal);
        Assert.Contains("./orderbook up", run.Errors, StringComparison.Ordinal);
    }
}
