using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The prototype's views over a book small enough to compute by hand.</summary>
public sealed class PrototypeViewTests : StoreTest
{
    // A buy of 230 takes 1 at 110 and 1 at 120: 2 base. A sell of 230 takes 1 at 100 and 2 at 65: 3 base. Mid 105.
    private const string Bids = "100x1 65x2";
    private const string Asks = "110x1 120x5";
    private const string Id = "coinbase:BTC-USD/20261122T100000Z/230/exact";

    [Fact]
    public async Task Optimal_transactions_are_the_fills_in_the_prototypes_terms()
    {
        await CommitAsync();

        Assert.Equal(
            [$"110|1|110|ask|1795341602|{Id}", $"120|1|120|ask|1795341602|{Id}", $"65|2|130|bid|1795341602|{Id}", $"100|1|100|bid|1795341602|{Id}"],
            await Database.RowsAsync("SELECT * FROM optimal_transactions ORDER BY transaction_type, coin_price"));
    }

    [Fact]
    public async Task The_summary_has_the_prototypes_profit_and_the_real_cost_of_a_round_trip()
    {
        await CommitAsync();

        // (3 - 2) x 105 = 105; selling the 2 bought brings 100 + 65, so 230 - 165 = 65.
        Assert.Equal(
            [$"{Id}|coinbase|BTC-USD|230|105|105|1795341602|0.500000|20261122T100000Z|65"],
            await Database.RowsAsync("SELECT * FROM transactions_summary"));
    }

    [Fact]
    public async Task There_is_one_summary_for_each_fill_size_and_its_fills_join_it()
    {
        await CommitAsync(fillSizes: [110, 230]);

        // A buy of 110 takes 1 at 110, which sells for 100.
        Assert.Equal(
            ["110|10|3", "230|65|4"],
            await Database.RowsAsync("""
                SELECT transaction_limit, trim_scale(round_trip_cost) AS round_trip_cost, count(*) AS fills
                FROM transactions_summary JOIN optimal_transactions USING (coin_transaction_id)
                GROUP BY 1, 2 ORDER BY 1
                """));
    }

    [Fact]
    public async Task Values_that_a_shallow_book_cannot_provide_are_null()
    {
        await CommitAsync(bids: "100x1", fillSizes: [230]);

        Assert.Equal(["230||"], await Database.RowsAsync("SELECT transaction_limit, profit_opportunity, round_trip_cost FROM transactions_summary"));
    }

    [Fact]
    public async Task An_empty_side_leaves_the_other_sides_fills()
    {
        await CommitAsync(bids: "", fillSizes: [230]);

        Assert.Equal(["230|||"], await Database.RowsAsync("SELECT transaction_limit, mid_price, profit_opportunity, round_trip_cost FROM transactions_summary"));
        Assert.Equal(["ask", "ask"], await Database.RowsAsync("SELECT transaction_type FROM optimal_transactions"));
    }

    /// <summary>Python 3: round(2.675, 2) is 2.67, because its double lies below; round(0.125, 2) is 0.12, a tie.</summary>
    [Theory]
    [InlineData("1.005", "1")]
    [InlineData("2.675", "2.67")]
    [InlineData("-2.675", "-2.67")]
    [InlineData("0.125", "0.12")]
    [InlineData("0.375", "0.38")]
    [InlineData("0.005", "0.01")]
    [InlineData("0.004999", "0")]
    [InlineData("1e-300", "0")]
    [InlineData("65215.705", "65215.71")]
    [InlineData("65215.735", "65215.74")]
    [InlineData("65215.745", "65215.75")]
    [InlineData("2251799813685249.5", "2251799813685249.5")]
    [InlineData("90071992547409.925", "90071992547409.92")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-5e21", "-5000000000000000000000")]
    public async Task Figures_are_rounded_like_Pythons_round(string value, string expected) =>
        Assert.Equal(expected, await Database.ScalarAsync<string>($"SELECT trim_scale(prototype_round('{value}'))::text"));

    [Fact]
    public async Task Other_versions_are_not_shown()
    {
        await CommitAsync();
        foreach (var table in new[] { "fact_book", "fact_cost", "fact_fill" })
        {
            await Database.ExecuteAsync($"UPDATE {table} SET version = 'another'");
        }

        Assert.Empty(await Database.RowsAsync("SELECT * FROM optimal_transactions"));
        Assert.Empty(await Database.RowsAsync("SELECT * FROM transactions_summary"));
    }

    [Fact]
    public async Task Recent_transactions_cover_two_days()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var age in new[] { 1, 47, 49, 400 })
        {
            await CommitAsync(requestedAt: now.AddHours(-age));
        }

        Assert.Equal(
            ["1|4", "47|4"],
            await Database.RowsAsync("""
                SELECT round((extract(epoch FROM now()) - pull_timestamp) / 3600) AS age, count(*) AS fills FROM recent_transactions GROUP BY 1 ORDER BY 1
                """));
    }

    [Theory]
    [InlineData("BTC-USD", "BTC/USD", "bitcoin")]
    [InlineData("ETH-USD", "ETH/USD", "ethereum")]
    [InlineData("SOL-USD", "SOL/USD", "SOL")]
    [InlineData("BTC-USD", null, "")]
    public async Task Recent_transactions_use_the_listings_asset_name(string product, string? pair, string currency)
    {
        var market = Market.Parse($"coinbase:{product}");
        var now = TimeProvider.System.GetUtcNow();
        await CommitAsync(market: market, requestedAt: now.AddHours(-1));
        await Stores.Markets.SaveListingAsync("coinbase", pair is null ? [] : [Some.Product(product, pair)], now, None);

        Assert.Equal(
            [$"coinbase|{product}|105|{currency}"],
            await Database.RowsAsync("SELECT DISTINCT exchange, coin, mid_price, crypto_currency FROM recent_transactions"));
    }

    private async Task CommitAsync(
        string bids = Bids, Exact[]? fillSizes = null, Market? market = null, DateTimeOffset? requestedAt = null)
    {
        var capture = Some.Capture(market: market);
        if (requestedAt is { } at)
        {
            capture = capture with { Slot = Core.Schedule.Slot.Containing(at, Some.SlotLength), RequestedAt = at, ReceivedAt = at.AddSeconds(1) };
        }

        var options = new SnapshotOptions([110, 230, 1000], fillSizes ?? [230], FillPolicy.Exact, [], 1000);
        var snapshot = SnapshotBuilder.Build(new ArchivedCapture(Some.ArchiveKey(capture), capture), Some.Book(bids, Asks), options);
        Assert.True(await Stores.Facts.CommitAsync(snapshot, None));
    }
}
