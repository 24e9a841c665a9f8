using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public abstract class MarketStoreSuite(IOpenStores stores) : StoreSuite(stores)
{
    [Fact]
    public async Task A_started_market_is_listed_with_its_interval_and_without_unknown_values()
    {
        await StartAsync(Some.Hour.AddMinutes(7));

        var record = Assert.Single(await MarketReader.ListMarketsAsync(None));

        Assert.Equal(Some.Market, record.Market);
        Assert.Equal((Some.Hour.AddMinutes(7), Some.SlotLength), (record.ActiveFrom, record.SlotLength));
        Assert.Null(record.Pair);
        Assert.Null(record.PriceStep);
        Assert.Null(record.Status);
    }

    [Fact]
    public async Task Starting_an_active_market_changes_nothing()
    {
        await StartAsync(Some.Hour);
        await StartAsync(Some.Hour.AddHours(2));

        Assert.Equal(Some.Hour, (await MarketReader.ListMarketsAsync(None)).Single().ActiveFrom);
    }

    [Fact]
    public async Task A_stopped_market_remains_known_and_can_be_restarted()
    {
        await StartAsync(Some.Hour);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(1), None);
        await Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(2), None);
        Assert.Null(Assert.Single(await MarketReader.ListMarketsAsync(None)).ActiveFrom);

        await StartAsync(Some.Hour.AddHours(3));

        Assert.Equal(Some.Hour.AddHours(3), Assert.Single(await MarketReader.ListMarketsAsync(None)).ActiveFrom);
    }

    [Fact]
    public async Task A_market_that_was_never_started_is_not_stopped_until_someone_stops_it()
    {
        await Markets.AddMarketAsync(Some.Market, None);
        var imported = Assert.Single(await MarketReader.ListMarketsAsync(None));
        await Markets.StopMarketAsync(Some.Market, Some.Hour, None);
        var stopped = Assert.Single(await MarketReader.ListMarketsAsync(None));

        Assert.Equal((false, null), (imported.WasStarted, imported.ActiveFrom));
        Assert.Equal((true, null), (stopped.WasStarted, stopped.ActiveFrom));
    }

    [Fact]
    public async Task Stopping_an_unknown_market_does_not_add_it()
    {
        await Markets.StopMarketAsync(Some.Market, Some.Hour, None);

        Assert.Empty(await MarketReader.ListMarketsAsync(None));
    }

    [Fact]
    public async Task A_market_started_concurrently_is_added_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => StartAsync(Some.Hour.AddMinutes(i)))));

        Assert.NotNull(Assert.Single(await MarketReader.ListMarketsAsync(None)).ActiveFrom);
    }

    [Fact]
    public async Task Markets_are_ordered_by_their_text_and_have_their_steps()
    {
        await StartAsync(Some.Hour);
        await Markets.StartMarketAsync(Other, Some.Hour, Some.SlotLength, None);
        await Markets.SaveListingAsync("coinbase", [Some.Product("ETH-USD", "ETH/USD"), Some.Product()], Some.Hour, None);

        var records = await MarketReader.ListMarketsAsync(None);

        Assert.Equal([Other, Some.Market], records.Select(record => record.Market));
        Assert.Null(records[0].Pair);
        Assert.Equal("BTC/USD", records[1].Pair.ToString());
        Assert.Equal((Exact.Parse("0.01"), Exact.Parse("0.00000001"), "online"), (records[1].PriceStep, records[1].QuantityStep, records[1].Status));
    }

    [Fact]
    public async Task A_listing_affects_only_markets_of_its_venue()
    {
        await StartAsync(Some.Hour);

        await Markets.SaveListingAsync("binance", [Some.Product()], Some.Hour, None);
        await Markets.SaveListingAsync("kraken", [Some.Product()], Some.Hour, None);

        Assert.Null(Assert.Single(await MarketReader.ListMarketsAsync(None)).Pair);
    }

    [Fact]
    public async Task The_newest_listing_is_in_force_in_whatever_order_they_are_saved()
    {
        await StartAsync(Some.Hour);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.1")], Some.Hour.AddDays(1), None);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: null) with { Status = ProductStatus.Halted }], Some.Hour.AddDays(2), None);
        await Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.5")], Some.Hour, None);

        var record = Assert.Single(await MarketReader.ListMarketsAsync(None));

        Assert.Null(record.QuantityStep);
        Assert.Equal("halted", record.Status);
    }
}
