using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>The metrics of more markets than OpenTelemetry's default limit of series.</summary>
public sealed class MarketSeriesTests
{
    private const int Markets = 5_000;

    [Fact]
    public async Task Each_of_thousands_of_markets_has_its_own_series()
    {
        await using var host = await MetricsHost.StartAsync();
        var pulls = new PullMetrics(host.Meters);
        var lags = new SlotLagMetrics(host.Meters, new SlotSchedule(TimeSpan.FromHours(1), TimeSpan.FromMinutes(2)), TimeProvider.System);
        foreach (var market in Enumerable.Range(1, Markets).Select(i => Market.Parse($"binance:T{i}USDT")))
        {
            pulls.Begins(market);
            lags.Follow(market, lastSlot: null, TimeSpan.FromHours(1));
        }

        var text = await host.ScrapeAsync();
        Assert.All(["books_total", "gaps_total", "unkept_pulls_total", "slot_lag_seconds"], name => Assert.Equal(Markets, CountOf(text, $"orderbook_{name}{{")));
        Assert.DoesNotContain("overflow", text, StringComparison.Ordinal);
    }

    private static int CountOf(string text, string start) => text.Split('\n').Count(line => line.StartsWith(start, StringComparison.Ordinal));
}
