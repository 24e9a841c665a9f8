using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Markets;

/// <summary>Which markets the registry starts: those that were started before and those that are configured, but none that a user stopped.</summary>
public sealed class RegistryTests
{
    private static readonly string[] Markets = ["binance:BTCUSDT", "coinbase:BTC-USD", "coinbase:ETH-USD"];

    [Fact]
    public async Task Markets_whose_first_start_failed_are_started_by_the_next()
    {
        await using var world = await World.CreateAsync();
        await using var silo = await TestSilo.StartAsync(world);
        await world.Database.ExecuteAsync("ALTER TABLE dim_market_active ADD CONSTRAINT refuse CHECK (false) NOT VALID");

        Assert.Equal(Markets.Length, await silo.Registry.StartAllAsync(Markets, default));
        Assert.Equal(Markets.Length, await silo.Registry.StartAllAsync(Markets, default));
        var failed = (await silo.Registry.ListAsync(heldVersion: null))!;
        await world.Database.ExecuteAsync("ALTER TABLE dim_market_active DROP CONSTRAINT refuse");
        Assert.Equal(0, await silo.Registry.StartAllAsync(Markets, default));
        var started = (await silo.Registry.ListAsync(failed.Version))!;

        Assert.Equal(Markets.Select(market => (market, false, false)), failed.Markets.Select(listing => (listing.Market, listing.Active, listing.WasStarted)));
        Assert.Equal(Markets.Select(market => (market, true, true)), started.Markets.Select(listing => (listing.Market, listing.Active, listing.WasStarted)));
        await Eventually.GetAsync(() => world.CountAsync("fact_book"), books => books == Markets.Length, "their books");
    }

    [Fact]
    public async Task A_market_known_from_an_import_is_started_once_it_is_configured_and_stays_stopped_once_a_user_stops_it()
    {
        await using var world = await World.CreateAsync();
        await using (var silo = await TestSilo.StartAsync(world))
        {
            await silo.Service<IMarketStore>().AddMarketAsync(Market.Parse(Markets[0]), CancellationToken.None);
            await silo.Registry.StartAllAsync([], default);
            Assert.Equal(0, await world.CountAsync("dim_market_active"));
            await silo.Registry.StartAllAsync(Markets, default);
            Assert.Equal(Markets.Length, await world.CountAsync("""dim_market_active WHERE "to" IS NULL"""));
            await silo.Registry.RemoveAsync(Markets[0]);
        }

        await using var next = await TestSilo.StartAsync(world);
        await next.Registry.StartAllAsync(Markets, default);

        Assert.Equal(
            [(Markets[0], false), (Markets[1], true), (Markets[2], true)],
            (await next.Registry.ListAsync(heldVersion: null))!.Markets.Select(listing => (listing.Market, listing.Active)));
    }
}
