namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>Moving from one process to a cluster on the same database.</summary>
public sealed class MovingTests
{
    [Fact]
    public async Task Markets_latest_books_and_history_continue()
    {
        await using var cluster = await SiloCluster.CreateAsync(marketCount: 6);
        var alone = await cluster.AddSiloAsync(inCluster: false);
        await alone.BooksAsync(6);
        using (await alone.Http.DeleteAsync("/api/markets/binance/T0001USDT"))
        {
        }

        var before = await alone.GetAsync("/api/markets/coinbase/T0001-USD");
        var books = await cluster.CountAsync("SELECT count(*) FROM fact_book");
        await cluster.StopAsync(alone);

        await Task.WhenAll(cluster.AddSiloAsync(), cluster.AddSiloAsync());
        var after = await cluster.Silos[1].GetAsync("/api/markets/coinbase/T0001-USD");
        var stopped = await cluster.Silos[1].GetAsync("/api/markets/binance/T0001USDT");

        Assert.True(after.GetProperty("receivedAt").GetDateTimeOffset() >= before.GetProperty("receivedAt").GetDateTimeOffset());
        Assert.Equal("T0001/USD", after.GetProperty("pair").GetString());
        Assert.False(stopped.GetProperty("active").GetBoolean());
        Assert.True(await cluster.CountAsync("SELECT count(*) FROM fact_book") >= books);
        await cluster.Silos[0].UntilAsync(() => cluster.CountAsync("SELECT count(DISTINCT slot) FROM fact_book"), slots => slots > 1, "the next slot");
    }
}
