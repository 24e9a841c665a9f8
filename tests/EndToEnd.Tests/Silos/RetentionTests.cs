using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

public sealed class RetentionTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("1", 1)]
    [InlineData("0", 3)]
    public async Task A_silo_drops_fills_older_than_the_configured_months_by_default_none_and_old_entries_of_the_audit_log(string months, int left)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO dim_venue (code) VALUES ('coinbase'); INSERT INTO dim_market (venue_id, product, market) SELECT venue_id, 'OLD-USD', 'coinbase:OLD-USD' FROM dim_venue WHERE code = 'coinbase'");
        foreach (var slot in new[] { "2024-02-29 23:00Z", "2024-03-01 00:00Z", "NOW" })
        {
            var at = slot == "NOW" ? "date_trunc('hour', now())" : $"timestamptz '{slot}'";
            await database.ExecuteAsync($"SELECT ensure_partitions({at}); INSERT INTO fact_fill SELECT market_id, {at}, 'live', 'buy', 1, 'exact', 1, 1, 1, 1 FROM dim_market");
        }

        await database.ExecuteAsync("INSERT INTO audit_log (recorded_at, caller, action, outcome) SELECT now() - make_interval(days => days), 'gateway', 'pullMarket', 'done' FROM unnest(ARRAY[399, 401]) AS days");
        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], "--Markets", "", "--KeepFillsMonths", months, "--Venues:coinbase:BaseAddress", "http://127.0.0.1:9", "--Venues:binance:BaseAddress", "http://127.0.0.1:9"],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.ReadyAsync();

        if (months != "0")
        {
            await silo.UntilAsync(
                () => Task.FromResult(silo.Log), log => log.Contains("Dropped the fills of 2 months", StringComparison.Ordinal), "a line about it in the log");
        }

        await silo.UntilAsync(
            () => Task.FromResult(silo.Log), log => log.Contains("Dropped 1 entries of the audit log", StringComparison.Ordinal), "a line about it in the log");
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM audit_log"));
        Assert.Equal(left, await database.ScalarAsync<long>("SELECT count(*) FROM fact_fill"));
    }
}
