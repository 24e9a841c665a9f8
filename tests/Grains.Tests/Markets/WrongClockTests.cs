using System.Globalization;
using System.Text;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A market on a silo whose clock was wrong, and what others make of what such a silo left behind.</summary>
public sealed class WrongClockTests
{
    private const string Market = "coinbase:BTC-USD";

    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    [Fact]
    public async Task A_book_of_a_slot_to_come_in_state_and_warehouse_stops_no_pull_and_answers_nothing()
    {
        await using var world = await World.CreateAsync();
        world.Time.Shift(Ahead);
        await using (var fast = await TestSilo.StartAsync(world))
        {
            await fast.Market(Market).StartAsync();
            await MarketGrainTests.BookAsync(fast);
        }

        world.Time.Shift(-Ahead);
        await world.Database.ExecuteAsync("""UPDATE dim_market_active SET "from" = "from" - interval '3 hours'""");
        await using var silo = await TestSilo.StartAsync(world);
        var summary = await MarketGrainTests.BookAsync(silo);

        Assert.Equal(2, await world.CountAsync("fact_book"));
        Assert.True(summary.Slot <= world.Time.GetUtcNow());
        Assert.InRange(summary.AgeSeconds ?? -1, 0, 60);
    }

    [Fact]
    public async Task The_age_of_a_book_from_the_future_is_unknown_and_it_is_never_fresh_enough()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Market]);
        await MarketGrainTests.BookAsync(silo);
        world.Time.Shift(-Ahead);

        Assert.Null((await silo.Market(Market).GetSummaryAsync()).AgeSeconds);
        Assert.Equal([new ExcludedMarket(Market, "clock")], await ExcludedAsync(silo));

        await silo.Pair("BTC/USD").GetBestAsync(new BestQuestion("buy", "1000", InBase: false, MaxAgeSeconds: 5));
        Assert.InRange((await silo.Market(Market).GetSummaryAsync()).AgeSeconds ?? -1, 0, 60);
        Assert.Equal(2, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_venue_whose_clock_is_hours_from_ours_is_left_out_for_its_clock(int hours)
    {
        await using var world = await World.CreateAsync();
        var time = world.Time.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        world.Venues.Pin("coinbase", "BTC-USD", Encoding.UTF8.GetBytes(
            $$"""{"bids":[["99","9",1]],"asks":[["101","9",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"{{time}}"}"""));
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync([Market]);
        await MarketGrainTests.BookAsync(silo);

        var excluded = await ExcludedAsync(silo);
        var splits = await Eventually.GetAsync(() => world.CountAsync("fact_split_excluded WHERE reason = 'clock'"), count => count > 0, "the splits");

        Assert.Equal([new ExcludedMarket(Market, "clock")], excluded);
        Assert.Equal(splits, await world.CountAsync("fact_split WHERE reason = 'no_market'"));
    }

    [Fact]
    public async Task A_silo_whose_clock_is_off_starts_and_pulls_nothing()
    {
        await using var world = await World.CreateAsync();
        world.Reference.Ahead = Ahead;
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Market).StartAsync();

        var summary = await Eventually.GetAsync(
            async () => await silo.Market(Market).GetSummaryAsync(), found => found.LastFailure is not null, "the refusal");

        Assert.Equal("clock", summary.LastFailure!.Kind);
        Assert.Equal(0, world.Venues.Requests.CountOf("coinbase", "BTC-USD"));
        Assert.Equal(0, await world.CountAsync("fact_gap"));
        Assert.Equal(1, await world.CountAsync($"dim_market_active WHERE \"from\" < '{world.Time.GetUtcNow() - Ahead + TimeSpan.FromMinutes(1):O}'"));

        world.Reference.Ahead = TimeSpan.Zero;
        await silo.Market(Market).PullNowAsync(world.Time.GetUtcNow());
        Assert.Equal(1, await world.CountAsync("fact_book"));
    }

    // The pair has the market as soon as the registry knows it.
    private static async Task<IReadOnlyList<ExcludedMarket>> ExcludedAsync(TestSilo silo) => (await Eventually.GetAsync(
        () => silo.Pair("BTC/USD").GetBestAsync(new BestQuestion("buy", "1000", InBase: false, MaxAgeSeconds: null)),
        best => best.Excluded.Count > 0 || best.Split.Count > 0,
        "the market in the answer")).Excluded;
}
