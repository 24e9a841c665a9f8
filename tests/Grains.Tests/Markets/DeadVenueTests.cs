using System.Diagnostics;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A venue with many markets hangs, and the markets of another one get their books as usual.</summary>
public sealed class DeadVenueTests
{
    [Fact]
    public async Task While_one_venue_hangs_the_markets_of_others_get_their_books_and_it_gets_few_requests()
    {
        await using var world = await World.CreateAsync();
        world.Venues.Faults.Add(new Fault("binance", FaultKind.Delay) { DelayMs = 3_600_000 });
        await using var silo = await TestSilo.StartAsync(world);
        var (hanging, alive) = (World.Markets.Where(IsOfBinance).ToList(), World.Markets.Where(market => !IsOfBinance(market)).ToList());
        await Task.WhenAll(hanging.Select(market => silo.Market(market).StartAsync()));

        var startedAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(alive.Select(market => silo.Market(market).StartAsync()));
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), books => books == alive.Count, "the books of the venue that is alive");

        var limits = new FetchLimits();
        Assert.True(Stopwatch.GetElapsedTime(startedAt) < limits.WaitTimeMax);
        Assert.InRange(world.Venues.Requests.Latest.Count(request => request.Venue == "binance"), 1, limits.ConcurrentMax);
    }

    private static bool IsOfBinance(string market) => market.StartsWith("binance", StringComparison.Ordinal);
}
