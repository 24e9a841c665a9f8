using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The rows of markets, their intervals and their rules in PostgreSQL.</summary>
public sealed class MarketRowTests : StoreTest
{
    [Fact]
    public async Task A_rule_gets_a_new_row_only_if_something_changed()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Stores.Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.10")], Some.Hour, None);
        await Stores.Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.1")], Some.Hour.AddDays(1), None);
        await Stores.Markets.SaveListingAsync("coinbase", [Some.Product(quantityStep: "0.2")], Some.Hour.AddDays(2), None);
        await Stores.Markets.SaveListingAsync("coinbase", [], Some.Hour.AddDays(3), None);

        Assert.Equal(
            ["2026-11-22T10:00:00+00:00|2026-11-24T10:00:00+00:00|0.1", "2026-11-24T10:00:00+00:00||0.2"],
            await Database.RowsAsync("SELECT valid_from, valid_to, quantity_step FROM dim_market_rule ORDER BY valid_from"));
        Assert.Equal(["BTC", "ETH", "USD"], await Database.RowsAsync("SELECT code FROM dim_asset ORDER BY code"));
    }

    [Fact]
    public async Task A_start_that_cannot_open_an_interval_does_not_leave_a_market_either()
    {
        await Database.ExecuteAsync("ALTER TABLE dim_market_active ADD CONSTRAINT refuse CHECK (false) NOT VALID");

        await Assert.ThrowsAnyAsync<Exception>(() => Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None));

        Assert.Empty(await Database.RowsAsync("SELECT market FROM dim_market"));
    }

    [Fact]
    public async Task Intervals_never_overlap_even_if_the_clock_was_set_back()
    {
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Stores.Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(2), None);
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour.AddHours(1), Some.SlotLength, None);
        await Stores.Markets.StopMarketAsync(Some.Market, Some.Hour, None);
        await Stores.Markets.StartMarketAsync(Some.Market, Some.Hour, TimeSpan.FromMinutes(1), None);

        Assert.Equal(
            ["2026-11-22T10:00:00+00:00|2026-11-22T12:00:00+00:00|01:00:00", "2026-11-22T12:00:00+00:00||00:01:00"],
            await Database.RowsAsync("""SELECT "from", "to", slot_length FROM dim_market_active ORDER BY "from" """));
    }
}
