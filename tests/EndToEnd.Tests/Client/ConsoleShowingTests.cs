using System.Diagnostics;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Client;

public sealed class ConsoleShowingTests
{
    private const string Market = "coinbase:BTC-USD";

    [Fact]
    public async Task A_pipe_gets_one_plain_line_per_market_and_one_per_failing_market()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Markets);

        var run = await ConsoleRun.AskAsync(silo.Url, "markets");

        Assert.Equal(4, run.Lines.Length);
        Assert.Matches(@"^coinbase:BTC-USD +BTC/USD +91,230\.01 +91,231\.99 +0\.22 +23,111 +22,987 +3m 05s +11:00 +trading +whole *$", run.Lines[1]);
        Assert.Matches(@"^binance:BTCUSDT +– .*failing *$", run.Lines[2]);
        Assert.Matches(@"^binance:BTCUSDT geo_blocked \(HTTP 451\) .* ago: restricted  \[31m\[location\]$", run.Lines[3]);
        Assert.DoesNotContain(run.Text, letter => letter is '\u001b' or '│' or '─' or '┌');
    }

    [Fact]
    public async Task A_market_that_stands_still_is_shown_as_frozen_and_since_when()
    {
        var halted = Canned.Market.Replace("\"trading\"", "\"not_trading\"", StringComparison.Ordinal);
        await using var silo = await CannedSilo.SaysAsync($"[{Canned.FrozenMarket},{halted}]");

        var run = await ConsoleRun.AskAsync(silo.Url, "markets");

        Assert.Matches(@"^coinbase:OLD-USD .* trading +frozen *$", run.Lines[1]);
        Assert.Matches(@"^coinbase:BTC-USD .* not trading +not trading *$", run.Lines[2]);
        Assert.Equal("coinbase:OLD-USD has a frozen book: it has not moved since 2026-11-22 08:00.", run.Lines[3].TrimEnd());
    }

    [Fact]
    public async Task Markets_that_disagree_are_left_out_with_the_reason_and_nothing_is_computed()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.BestApart);

        var run = await ConsoleRun.AskAsync(silo.Url, "best", "buy", "BTC", "100000");

        Assert.Contains("Not computed: the markets' prices disagree", run.Text, StringComparison.Ordinal);
        Assert.Contains("binance:BTCUSDT is left out: its price is too far from the others'", run.Text, StringComparison.Ordinal);
        Assert.Contains("kraken:XBTUSD is left out: its book has not moved for three slots.", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unused_routes_to_a_venue_are_shown_and_proxies_without_their_passwords()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Venues);

        var run = await ConsoleRun.AskAsync(silo.Url, "venues");

        Assert.Matches(@"^coinbase +Coinbase Exchange +6,000 +degraded *$", run.Lines[1]);
        Assert.Matches(@"^coinbase +direct +api\.exchange\.coinbase\.com +not used +2026-11-22 10:02:03 +no complete answer within 20 s *$", run.Lines[^2]);
        Assert.Matches(@"^coinbase +10\.0\.0\.1:3128 +– +in use +– +– *$", run.Lines[^1]);
    }

    [Fact]
    public async Task The_best_way_to_trade_shows_the_orders_the_saving_and_the_excluded_markets()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Best);

        var run = await ConsoleRun.AskAsync(silo.Url, "best", "buy", "BTC", "100000");

        Assert.Equal("buy 100,000 USD of BTC, books received within 1s", run.Lines[0].TrimEnd());
        Assert.Matches(@"^  binance:BTCUSDT +0\.74975 +68,400\.12 +68\.40 USDT +91,230\.41 +91,231\.5 +12 +3s *$", run.Lines[2]);
        Assert.Matches(@"^  coinbase:BTC-USD +0\.3463 +31,599\.87 +0\.5 USD +91,248\.54 +91,250 +3 +2s *$", run.Lines[3]);
        Assert.Contains("7.47  bps of mid", run.Text, StringComparison.Ordinal);
        Assert.Contains("0.0043 USD is left over, less than one lot.", run.Text, StringComparison.Ordinal);
        Assert.Contains("kraken:XBTUSD is left out: no book of a conversion market turns its quote into USD", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_orders_is_shown_where_one_is_not_enough()
    {
        await using var one = await CannedSilo.SaysAsync(Canned.Best.Replace("\"ageSeconds\":3.2", "\"ageSeconds\":3.2,\"orders\":1", StringComparison.Ordinal));
        await using var seven = await CannedSilo.SaysAsync(Canned.Best.Replace("\"ageSeconds\":3.2", "\"ageSeconds\":3.2,\"orders\":7", StringComparison.Ordinal));
        await using var cost = await CannedSilo.SaysAsync(Canned.CostWithFee.Replace("\"stepsKnown\":true", "\"stepsKnown\":true,\"orders\":1200", StringComparison.Ordinal));

        var single = await ConsoleRun.AskAsync(one.Url, "best", "buy", "BTC", "100000");
        var several = await ConsoleRun.AskAsync(seven.Url, "best", "buy", "BTC", "100000");
        var many = await ConsoleRun.AskAsync(cost.Url, "cost", "binance:BTCUSDT", "buy", "100k");

        Assert.DoesNotContain("Orders", single.Text, StringComparison.Ordinal);
        Assert.Matches(@"^  binance:BTCUSDT +0\.74975 +7 +68,400\.12 ", several.Lines[2]);
        Assert.Matches(@"^  coinbase:BTC-USD +0\.3463 +– +31,599\.87 ", several.Lines[3]);
        Assert.Matches(@"orders +1,200 +at the venue's largest size", many.Text);
    }

    [Fact]
    public async Task Unknown_figures_of_a_cost_are_explained()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Cost);

        var run = await ConsoleRun.AskAsync(silo.Url, "cost", Market, "buy", "100k");

        Assert.StartsWith("buy 100,000 USD on coinbase:BTC-USD, book 12s old", run.Text, StringComparison.Ordinal);
        Assert.Contains("Fees not included: no fee of this market is known", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unspent", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cost_lists_gross_fee_and_net_with_the_lot_step()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.CostWithFee);

        var run = await ConsoleRun.AskAsync(silo.Url, "cost", "binance:BTCUSDT", "buy", "100k");

        Assert.Matches(@"received +1\.0943 +base", run.Text);
        Assert.Matches(@"to be ordered +1\.0953954 +base", run.Text);
        Assert.Matches(@"gross +99,999\.5 +USDT\s", run.Text);
        Assert.Matches(@"fee +99\.9995 +USDT \(0\.1 %\), taken as 0\.0010953954 base", run.Text);
        Assert.Matches(@"net paid +99,999\.5 +USDT", run.Text);
        Assert.Contains("The order is a multiple of the lot step, 0.00001.\n0.5 USDT stays unspent.", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Fees not included", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_a_table_of_bands_and_one_of_sizes_with_the_reason_where_a_figure_is_missing()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Metrics);

        var run = await ConsoleRun.AskAsync(silo.Url, "metrics", Market);

        Assert.Contains("bid 99  ask 101  mid 100  microprice 99.666667  spread 200.00 bps", run.Text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ *100 bps +297 +101 +\+0\.50 *$", run.Text);
        Assert.Matches(@"(?m)^ *1000 bps +truncated +101 +truncated *$", run.Text);
        Assert.Matches(@"(?m)^10,000 +buy +101\.01 +101\.00 +200\.00 +161\.60 +1 *$", run.Text);
        Assert.Matches(@"(?m)^ +sell +99 +truncated +truncated +truncated +– *$", run.Text);
    }

    [Fact]
    public async Task A_curve_is_drawn_in_80_columns_without_colour_with_separate_bars_for_book_and_fee()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Curve);

        var run = await ConsoleRun.AskAsync(silo.Url, "curve", Market, "buy");

        Assert.All(run.Lines, line => Assert.True(line.Length <= 90 && !line.Contains('\u001b', StringComparison.Ordinal)));
        Assert.Contains($"1,000     80.00  {new string('█', 6)}{new string('░', 16)}", run.Text, StringComparison.Ordinal);
        Assert.Contains($"10,000    160.00  {new string('█', 28)}{new string('░', 16)}", run.Text, StringComparison.Ordinal);
        Assert.Contains("The book holds less than 100,000.", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_that_ran_out_of_levels_says_so()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.TruncatedCost);

        var run = await ConsoleRun.AskAsync(silo.Url, "cost", "binance:BTCUSDT", "sell", "1000m");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Not complete: the part of the book that the venue shows holds less than this.", run.Text, StringComparison.Ordinal);
        Assert.Matches(@"gross +31,234,567\.5 +quote", run.Text);
        Assert.Matches(@"slippage +–", run.Text);
        Assert.DoesNotContain("Fees not included", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_shows_its_best_prices_then_each_market_then_the_excluded_ones()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Pair);

        var run = await ConsoleRun.AskAsync(silo.Url, "pair", "BTC/USD");

        Assert.Equal("BTC/USD  bid 91,230.01 on coinbase:BTC-USD, ask 91,230.5 on bitstamp:btcusd, books received within 3s", run.Lines[0]);
        Assert.Matches(@"^bitstamp:btcusd +91,229 +91,230\.5 +91,229\.75 +0\.16 +10s *$", run.Lines[2]);
        Assert.Matches(@"^coinbase:BTC-USD +91,230\.01 +– +– +– +7s *$", run.Lines[3]);
        Assert.Equal("kraken:XBTUSD is left out: it did not answer in time.", run.Lines[4]);
    }

    [Fact]
    public async Task Watching_prints_a_line_per_second_until_it_is_interrupted()
    {
        await using var silo = await CannedSilo.SaysAsync(Canned.Book);
        using var watch = ConsoleRun.Start(new() { ["ORDERBOOK_URL"] = silo.Url }, "book", Market, "--watch");

        var first = await watch.StandardOutput.ReadLineAsync();
        var second = await watch.StandardOutput.ReadLineAsync();
        using var interrupt = Process.Start("kill", ["-INT", $"{watch.Id}"]);
        var rest = await ConsoleRun.EndAsync(watch);

        Assert.All([first, second], line => Assert.Contains("bid 91,230.01  ask 91,231.99", line, StringComparison.Ordinal));
        Assert.Equal((0, ""), (rest.ExitCode, rest.Errors));
    }
}
