using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Client;

public sealed class ConsoleUsageTests
{
    private const string Market = "coinbase:BTC-USD";

    [Theory]
    [InlineData()]
    [InlineData("best")]
    [InlineData("markets", "extra")]
    [InlineData("cost", Market, "buy")]
    [InlineData("cost", Market, "hold", "1")]
    [InlineData("cost", Market, "buy", "1", "--max-age", "soon")]
    [InlineData("cost", "BTC-USD", "buy", "1")]
    [InlineData("book", Market, "--depth", "0")]
    [InlineData("pair", "BTC-USD")]
    [InlineData("pair", "BTC/USD/EUR")]
    [InlineData("gaps", "--from", "yesterday")]
    [InlineData("markets", "--url", "nowhere")]
    [InlineData("markets", "--url", "http://user:hidden@127.0.0.1:1")]
    [InlineData("markets", "--cluster")]
    [InlineData("markets", "--cluster", "--url", "http://127.0.0.1:1")]
    [InlineData("markets", "--cluster-file", "/nowhere/to/be/found")]
    [InlineData("markets", "--cluster", "Host=127.0.0.1;Password=hidden")]
    [InlineData("markets", "--cluster=Host=127.0.0.1;Password=hidden")]
    [InlineData("markets", "--cluster-file", "Host=127.0.0.1;Password=hidden")]
    public async Task Invalid_usage_exits_2_and_sends_nothing(params string[] args)
    {
        await using var silo = await CannedSilo.SaysAsync("[]");

        var run = await ConsoleRun.AskAsync(silo.Url, args);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("hidden", run.Errors, StringComparison.Ordinal);
        Assert.Empty(silo.Requests);
    }

    [Theory]
    [InlineData("100000", "100000")]
    [InlineData("100_000", "100000")]
    [InlineData("1_234_567.50", "1234567.5")]
    [InlineData("100k", "100000")]
    [InlineData("0.5K", "500")]
    [InlineData("2.5m", "2500000")]
    [InlineData("1.23456789m", "1234567.89")]
    [InlineData("0.000000000000000001", "0.000000000000000001")]
    [InlineData("123456789012345678901234567890.5", "123456789012345678901234567890.5")]
    [InlineData("007", "7")]
    public async Task Amounts_are_sent_as_plain_decimals_digit_for_digit(string written, string sent)
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Cost);

        await ConsoleRun.AskAsync(silo.Url, "cost", Market, "buy", written);

        Assert.Equal([$"GET /api/markets/coinbase/BTC-USD/cost?side=buy&amount={sent}"], silo.Requests);
    }

    [Theory]
    [InlineData("100,000")]
    [InlineData("1e5")]
    [InlineData("0")]
    [InlineData("0.000k")]
    [InlineData("10_00")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1b")]
    [InlineData("")]
    [InlineData("ten")]
    public async Task An_amount_that_could_be_misread_is_refused(string written)
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Cost);

        var run = await ConsoleRun.AskAsync(silo.Url, "cost", Market, "buy", written);

        Assert.Equal((2, 0), (run.ExitCode, silo.Requests.Count));
    }

    [Fact]
    public async Task The_key_is_sent_in_the_header_and_never_shown()
    {
        await using var silo = await CannedSilo.FailsAsync(401, """{"title":"Unauthorized","status":401,"detail":"this address needs an API key"}""");

        var run = await ConsoleRun.RunAsync(new() { ["ORDERBOOK_URL"] = silo.Url, ["ORDERBOOK_API_KEY"] = "s3cret-key-of-mine" }, "markets");

        Assert.Equal(["Bearer s3cret-key-of-mine"], silo.Authorizations);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("s3cret", run.Text + run.Errors, StringComparison.Ordinal);
        Assert.Contains("ORDERBOOK_API_KEY", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_sent_is_refused_without_showing_it()
    {
        var run = await ConsoleRun.RunAsync(new() { ["ORDERBOOK_URL"] = "http://127.0.0.1:1", ["ORDERBOOK_API_KEY"] = "two\nlines" }, "markets");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("lines", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_at_a_silo_that_speaks_plain_http_is_called_that_and_not_an_untrusted_certificate()
    {
        await using var silo = await CannedSilo.SaysAsync("[]");
        var url = silo.Url.Replace("http://", "https://", StringComparison.Ordinal);

        var run = await ConsoleRun.RunAsync([], "markets", "--url", url);

        Assert.Equal((3, ""), (run.ExitCode, run.Text));
        Assert.Contains("does not speak TLS; is it http?", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("trusted", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_connection_string_is_refused_without_showing_it()
    {
        var run = await ConsoleRun.RunAsync(new() { ["ORDERBOOK_CLUSTER"] = "Host=x;Pasword=hidden" }, "markets", "--cluster");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The content of ORDERBOOK_CLUSTER is not", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", run.Errors, StringComparison.Ordinal);
    }
}
