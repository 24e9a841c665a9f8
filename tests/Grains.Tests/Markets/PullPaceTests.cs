using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Markets;

namespace OrderBookSilo.Grains.Tests.Markets;

public sealed class PullPaceTests
{
    private static readonly SlotSchedule Hourly = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(2));

    [Fact]
    public void Few_markets_keep_the_configured_spread_and_start_immediately()
    {
        var pace = Plan(weightPerMinute: 6000, weightPerBook: 250, markets: 4);

        Assert.Equal(Hourly, pace.ScheduleOf("binance"));
        Assert.InRange(pace.StartDelay("binance", "BTC"), TimeSpan.Zero, TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void A_venue_whose_weight_does_not_fit_the_spread_gets_a_longer_one_and_others_do_not()
    {
        var pace = Plan(weightPerMinute: 6000, weightPerBook: 250, markets: 480);

        // 480 books with a weight of 250 at 4,800 a minute.
        Assert.Equal(TimeSpan.FromMinutes(25), pace.ScheduleOf("binance").Spread);
        Assert.Equal(Hourly, pace.ScheduleOf("coinbase"));
    }

    [Fact]
    public void Markets_that_start_together_are_pulled_apart()
    {
        var pace = Plan(weightPerMinute: 0, weightPerBook: 1, markets: 5000);

        var delays = Enumerable.Range(0, 5000).Select(i => pace.StartDelay("binance", $"T{i}")).ToList();
        var busiest = delays.GroupBy(delay => (int)delay.TotalSeconds).Max(second => second.Count());
        Assert.InRange(delays.Max(), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(100));
        Assert.InRange(busiest, 50, 100);
    }

    [Fact]
    public void A_venue_that_does_not_fit_a_slot_is_reported_with_the_time_it_needs()
    {
        var pace = new PullPace(Hourly, Paces(6000, 250));

        var leftOver = pace.Plan(Markets(2400));

        Assert.Equal(TimeSpan.FromMinutes(125), Assert.Single(leftOver).Value);
        Assert.True(pace.ScheduleOf("binance").Spread < Hourly.SlotLength);
    }

    private static PullPace Plan(int weightPerMinute, int weightPerBook, int markets)
    {
        var pace = new PullPace(Hourly, Paces(weightPerMinute, weightPerBook));
        Assert.Empty(pace.Plan(Markets(markets)));
        return pace;
    }

    private static Dictionary<string, VenuePace> Paces(int weightPerMinute, int weightPerBook) =>
        new() { ["binance"] = new VenuePace(weightPerMinute, weightPerBook), ["coinbase"] = new VenuePace(600, 1) };

    private static IEnumerable<Market> Markets(int count) =>
        Enumerable.Range(0, count).Select(i => Market.Parse($"binance:T{i}USDT")).Append(Market.Parse("coinbase:BTC-USD"));
}
