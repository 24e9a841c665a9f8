using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>A database that becomes unavailable: every method reports it in the same way, and works again after recovery.</summary>
public sealed class StoreOutageTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempDirectory temp = new TempDirectory().OpenToAll();

    public async Task InitializeAsync() => await TestPostgres.GetServerAsync();

    public Task DisposeAsync()
    {
        temp.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_method_reports_the_outage_and_works_after_recovery()
    {
        var server = await StartAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var stores = new TestStores(source);
        await stores.Database.PrepareAsync(Some.Hour, None);
        await stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stores.Markets.ListMarketsAsync(None)));

        await server.DisposeAsync();
        foreach (var call in Calls(stores))
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(call);
            Assert.Equal("warehouse", error.Store);
        }

        await using var again = await StartAsync();
        foreach (var call in Calls(stores))
        {
            await call();
        }
    }

    [Fact]
    public async Task Interrupted_sessions_never_leave_half_of_a_book()
    {
        await using var database = await TestDatabase.CreateAsync();
        var stores = new TestStores(database.Source);
        await stores.Facts.CommitAsync(SnapshotOf(0), None);
        var cutting = Task.Run(() => CutSessionsAsync(database, times: 60));

        var outages = 0;
        for (var hours = 1; hours <= 25; hours++)
        {
            while (true)
            {
                try
                {
                    await stores.Facts.CommitAsync(SnapshotOf(hours), None);
                    break;
                }
                catch (StoreUnavailableException)
                {
                    outages++;
                }
            }
        }

        await cutting;
        database.Source.Clear();
        Assert.True(outages > 0, "no session was cut off");
        Assert.Equal(["26|26|52|10400"], await database.RowsAsync("""
            SELECT (SELECT count(*) FROM fact_book) AS books, (SELECT count(*) FROM fact_pull) AS pulls,
                   (SELECT count(*) FROM fact_cost) AS costs, (SELECT count(*) FROM fact_fill) AS fills
            """));
    }

    [Fact]
    public async Task An_invalid_statement_is_not_an_outage()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("DROP TABLE fact_gap CASCADE");

        await Assert.ThrowsAsync<PostgresException>(() => new TestStores(database.Source).FactReader.ReadGapsAsync(Some.Hour, Some.Hour, 1, None));
    }

    private static Snapshot SnapshotOf(int hours)
    {
        var levels = string.Join(' ', Enumerable.Range(1, 200).Select(i => $"{1000 + i}x1"));
        return Some.Snapshot(
            capture: Some.Capture(slot: Some.Slot(hours)),
            walks: [Some.Walk(Core.Markets.Side.Buy, 300_000, levels), Some.Walk(Core.Markets.Side.Sell, 300_000, levels)]);
    }

    private static async Task CutSessionsAsync(TestDatabase database, int times)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(None);
        for (var i = 0; i < times; i++)
        {
            await using var cut = new NpgsqlCommand(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
            await cut.ExecuteNonQueryAsync(None);
            await Task.Delay(15, None);
        }
    }

    private static IEnumerable<Func<Task>> Calls(TestStores stores) =>
    [
        () => stores.Markets.ListMarketsAsync(None),
        () => stores.Markets.StartMarketAsync(Some.Market, Some.Hour, Some.SlotLength, None),
        () => stores.Markets.StopMarketAsync(Some.Market, Some.Hour.AddHours(1), None),
        () => stores.Markets.SaveListingAsync("coinbase", [Some.Product()], Some.Hour, None),
        () => stores.Facts.CommitAsync(Some.Snapshot(), None),
        () => stores.Facts.RecordFailureAsync(Some.Failure(FailureKind.Timeout), None),
        () => stores.Facts.FindBookAsync(Some.Market, null, None),
        () => stores.Facts.FindOpenSlotsAsync(Some.Market, DateTimeOffset.MinValue, Some.Slot(3), 10, None),
        () => stores.Facts.RecordGapsAsync(Some.Market, [Some.Slot(1)], Some.Hour, None),
        () => stores.FactReader.ReadHistoryAsync(Some.Market, Some.Hour, Some.Hour.AddDays(1), 10, None),
        () => stores.FactReader.ReadGapsAsync(Some.Hour, Some.Hour.AddDays(1), 10, None),
        () => stores.FactReader.ReadFailuresAsync(null, Some.Hour, Some.Hour.AddDays(1), 10, None),
        () => stores.Partitions.EnsureAsync(Some.Hour, None),
        () => stores.Database.PrepareAsync(Some.Hour, None),
    ];

    private async Task<PrivatePostgres> StartAsync() => await PrivatePostgres.StartAsync(
        new PrivatePostgresOptions(temp.FullName) { IsDurable = false }, TimeProvider.System, None);
}
