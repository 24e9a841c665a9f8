using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

public sealed class FillRetentionTests
{
    [Fact]
    public async Task Only_fills_of_months_before_the_retained_ones_are_dropped()
    {
        await using var database = await TestDatabase.CreateAsync();
        var retention = new FactRetention(new PostgresDatabase(database.Source));
        await database.ExecuteAsync("INSERT INTO dim_venue (code) VALUES ('coinbase'); INSERT INTO dim_market (venue_id, product, market) SELECT venue_id, 'BTC-USD', 'coinbase:BTC-USD' FROM dim_venue WHERE code = 'coinbase'");
        foreach (var months in new[] { 0, 1, 2, 3, 14 })
        {
            var slot = $"(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => {months})) AT TIME ZONE 'UTC'";
            await database.ExecuteAsync($"""
                SELECT ensure_partitions({slot});
                INSERT INTO fact_fill (market_id, slot, version, side, order_size, fill_policy, position, price, quantity, amount)
                SELECT market_id, {slot}, version, 'buy', 100000, 'exact', 1, 1, 1, 1 FROM dim_market, unnest(ARRAY['live', 'other']) AS version;
                INSERT INTO fact_depth (market_id, slot, side, band_bps, quantity, amount, levels) SELECT market_id, {slot}, 'buy', 10, 1, 1, 1 FROM dim_market
                """);
        }

        Assert.Equal(2, await retention.DropOldFillsAsync(2, CancellationToken.None));
        Assert.Equal(0, await retention.DropOldFillsAsync(2, CancellationToken.None));

        Assert.Equal(6, await database.ScalarAsync<long>("SELECT count(*) FROM fact_fill"));
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(DISTINCT slot) FROM fact_fill WHERE slot >= (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '2 months') AT TIME ZONE 'UTC'"));
        Assert.Equal(5, await database.ScalarAsync<long>("SELECT count(*) FROM fact_depth"));
    }

    [Fact]
    public async Task The_current_month_cannot_be_dropped()
    {
        await using var database = await TestDatabase.CreateAsync();

        await Assert.ThrowsAsync<PostgresException>(() => new FactRetention(new PostgresDatabase(database.Source)).DropOldFillsAsync(0, CancellationToken.None));
    }
}
