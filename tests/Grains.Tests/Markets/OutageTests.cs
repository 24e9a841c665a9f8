using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>A silo whose PostgreSQL is stopped and started again: it keeps answering and pulling, and in the end every slot has its book.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly string[] Markets = ["coinbase:BTC-USD", "coinbase:ETH-USD", "binance:BTCUSDT"];

    [Fact]
    public async Task Slots_that_pass_while_the_database_is_unavailable_get_their_books_once_it_is_back()
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var world = await World.CreateAsync(Minute, speed: 12, server);
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Registry.StartAllAsync(Markets, default);
        await CountAsync(world, "fact_book", Markets.Length);
        var spool = silo.Service<Spool>();

        await server.StopAsync();
        var requests = Requests(world);
        await Eventually.GetAsync(() => Task.FromResult(spool.Look().Entries), entries => entries >= 2 * Markets.Length, "two books of every market in the spool");
        Assert.Equal(requests + spool.Look().Entries, Requests(world));
        await AssertAnswersAsync(silo, world);

        await server.StartAgainAsync();
        await Eventually.GetAsync(() => Task.FromResult(spool.Look().Entries), entries => entries == 0, "an empty spool");
        await Eventually.GetAsync(
            () => world.CountAsync("fact_book"), count => count >= 4 * Markets.Length, "books of four slots");
        await CountAsync(world, "slot_completeness WHERE outcome IN ('missing', 'gap')", 0);

        Assert.Equal(0, await world.CountAsync("fact_pull WHERE outcome <> 'book'"));
        Assert.Equal(0, await world.CountAsync("(SELECT slot FROM fact_book GROUP BY slot HAVING count(*) <> 3 AND slot < (SELECT max(slot) FROM fact_book)) AS torn"));
        Assert.Equal(0, spool.Look().Quarantined);
    }

    [Fact]
    public async Task A_market_is_not_deactivated_as_idle_while_the_database_is_unavailable()
    {
        var day = TimeSpan.FromDays(1);
        await using var server = await OwnPostgres.StartAsync();
        await using var world = await World.CreateAsync(day, speed: 150, server);
        await using var silo = await TestSilo.StartAsync(world);
        await silo.Market(Markets[0]).StartAsync();
        await MarketGrainTests.BookAsync(silo);

        await server.StopAsync();
        var stoppedAt = world.Time.GetUtcNow();
        await Eventually.GetAsync(() => Task.FromResult(world.Time.GetUtcNow() - stoppedAt), elapsed => elapsed > TimeSpan.FromMinutes(22), "more than the time after which idle grains go");

        Assert.NotNull((await silo.Market(Markets[0]).GetSummaryAsync()).BestBid);
        await server.StartAgainAsync();
    }

    private static async Task AssertAnswersAsync(TestSilo silo, World world)
    {
        foreach (var market in Markets)
        {
            var summary = await silo.Market(market).GetSummaryAsync();
            Assert.True(summary is { Active: true, BestBid: not null });
            Assert.True(world.Time.GetUtcNow() - summary.ReceivedAt < Minute * 2, $"{market} answers from {summary.ReceivedAt:O}");
        }

        Assert.Equal(Markets.Length, (await silo.Registry.ListAsync(heldVersion: null))!.Markets.Count);
    }

    private static int Requests(World world) => Markets.Select(market => market.Split(':')).Sum(market => world.Venues.Requests.CountOf(market[0], market[1]));

    private static Task<long> CountAsync(World world, string table, long count) =>
        Eventually.GetAsync(() => world.CountAsync(table), seen => seen == count, $"{count} rows of {table}");
}
