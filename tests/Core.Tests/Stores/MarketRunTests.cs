using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Tests.Stores;

public sealed class MarketRunTests
{
    private static readonly DateTimeOffset At = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, true, MarketRun.Active)]
    [InlineData(false, true, MarketRun.Stopped)]
    [InlineData(false, false, MarketRun.NeverStarted)]
    public void Only_a_market_that_was_started_can_be_stopped(bool isActive, bool wasStarted, MarketRun expected)
    {
        var record = new MarketRecord(Market.Parse("coinbase:BTC-USD"), null, isActive ? At : null, null, wasStarted, null, null, null);
        Assert.Equal(expected, MarketRuns.Of(record));
    }

    [Theory]
    [InlineData(MarketRun.NeverStarted, true, MarketStep.Start)]
    [InlineData(MarketRun.NeverStarted, false, null)]
    [InlineData(MarketRun.Active, true, MarketStep.Resume)]
    [InlineData(MarketRun.Active, false, MarketStep.Resume)]
    [InlineData(MarketRun.Stopped, true, MarketStep.Stop)]
    [InlineData(MarketRun.Stopped, false, MarketStep.Stop)]
    public void Configuration_decides_only_about_markets_that_were_never_started(MarketRun run, bool isConfigured, MarketStep? expected) =>
        Assert.Equal(expected, MarketRuns.StepOf(run, isConfigured));
}
