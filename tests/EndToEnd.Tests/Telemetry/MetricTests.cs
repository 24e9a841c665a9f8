using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderBookSilo.EndToEnd.Tests.Silos;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>What a running silo exports at <c>/metrics</c>, and what a real Prometheus makes of it.</summary>
public sealed partial class MetricTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly TimeSpan FireTimeMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_metric_of_the_dashboard_the_alerts_and_the_runbook_is_there()
    {
        var there = Names(await MetricsAsync());
        var asked = Deployed.MetricsIn(Deployed.Alerts)
            .Union(Expressions(Deployed.Read("grafana.json")).SelectMany(Deployed.MetricsIn))
            .Union(Deployed.MetricsIn(Deployed.Read("RUNBOOK.md")))
            .Except(["orderbook_owner", "orderbook_silo"]) // Roles of the database.
            .Except(RareMetricTests.Names)
            .Except(["orderbook_certificate_expiry_timestamp_seconds"]) // Only with https.
            .Except(["orderbook_replay_books_total"]) // Only after the first replay.
            .Except(["orderbook_audit_findings", "orderbook_slot_share_1d"]); // Only after the first audit, a minute after the start.

        Assert.Empty(asked.Except(there));
    }

    [Fact]
    public async Task Our_metrics_have_the_names_that_prometheus_expects()
    {
        var text = await MetricsAsync();
        using var promtool = Process.Start(new ProcessStartInfo(Deployed.Program("promtool"), ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(OurOwn(text));
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.Equal("", complaints);
    }

    [Fact]
    public async Task A_market_with_its_book_has_no_lag_and_the_stores_are_up()
    {
        var text = await MetricsAsync();

        Assert.Contains("orderbook_slot_lag_seconds{product=\"BTC-USD\",venue=\"coinbase\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("orderbook_books_total{product=\"BTC-USD\",venue=\"coinbase\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("orderbook_store_up{store=\"archive\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("orderbook_slot_seconds{} 3600\n", text, StringComparison.Ordinal);
    }

    /// <summary>Uses the deployed rules unchanged; this alert has no delay.</summary>
    [Fact]
    public async Task A_stop_order_of_a_venue_fires_the_alert_in_a_real_prometheus_within_seconds()
    {
        await using var prometheus = await RunningPrometheus.StartAsync(Deployed.PathOf("alerts.yml"), new Uri(silo.Http.BaseAddress!.ToString()).Authority);
        await silo.Process.UntilAsync(prometheus.ScrapedAsync, scraped => scraped, "the first scrape");
        Assert.DoesNotContain("ToldToStop", await prometheus.FiringAsync());

        silo.Venues.Faults.Add(new Fault("binance", FaultKind.Status, "BTCUSDT") { Status = 429, RetryAfterSeconds = 600, Count = 1 });
        var caused = Stopwatch.StartNew();
        using var pulled = await silo.Http.PostAsync("/api/markets/binance/BTCUSDT/pull", null);
        await silo.Process.UntilAsync(prometheus.FiringAsync, alerts => alerts.Contains("ToldToStop"), "the alert");

        Assert.InRange(caused.Elapsed, TimeSpan.Zero, FireTimeMax);
    }

    private Task<string> MetricsAsync() => silo.Http.GetStringAsync("/metrics");

    private static HashSet<string> Names(string text) => [.. Sample().Matches(text).Select(match => match.Groups[1].Value)];

    private static string OurOwn(string text) => string.Concat(
        text.Split('\n').Where(line => Ours().IsMatch(line)).Select(line => line + "\n"));

    private static IEnumerable<string> Expressions(string dashboard) =>
        from panel in JsonDocument.Parse(dashboard).RootElement.GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select target.GetProperty("expr").GetString();

    [GeneratedRegex(@"^([a-z0-9_]+)[ {]", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("^(# (HELP|TYPE) )?orderbook_")]
    private static partial Regex Ours();
}
