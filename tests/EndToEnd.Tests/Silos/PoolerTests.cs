using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo whose database is behind PgBouncer in transaction mode.</summary>
public sealed class PoolerTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;

    public async Task InitializeAsync() => venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });

    public async Task DisposeAsync()
    {
        await venues!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_silo_pulls_answers_and_restarts_through_a_pooler()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await using var pooler = await PgBouncer.StartAsync(database.ConnectionString);
        for (var starts = 1; starts <= 2; starts++)
        {
            await using var silo = Launch(pooler, "first");
            await silo.ReadyAsync();
            await silo.BooksAsync(4);
            await silo.UntilAsync(() => silo.GetAsync("/api/markets/coinbase/BTC-USD/history"), books => books.GetArrayLength() > 0, "a stored book");
            Assert.Equal(0, (await silo.GetAsync("/api/audit")).GetProperty("findings").GetArrayLength());
            await silo.StopAsync();
        }

        Assert.Equal(4, await database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        Assert.Equal(4, await database.ScalarAsync<long>("SELECT count(*) FROM orleans.orleansreminderstable WHERE remindername = 'due' AND grainid LIKE 'market/%'"));
    }

    [Fact]
    public async Task A_silo_waits_for_the_migrations_of_another_through_a_pooler()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await using var pooler = await PgBouncer.StartAsync(database.ConnectionString);
        await using var migrating = await database.Source.OpenConnectionAsync();
        await using var transaction = await migrating.BeginTransactionAsync();
        await using var hold = migrating.CreateCommand();
        hold.CommandText = "SELECT pg_advisory_xact_lock(hashtext('schema_migration'))";
        await hold.ExecuteNonQueryAsync();

        await using var one = Launch(pooler, "one");
        await using var other = Launch(pooler, "other");
        await one.UntilAsync(
            () => database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"), waiting => waiting == 2, "two waiting silos");
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE tablename = 'fact_book'"));

        await transaction.CommitAsync();
        await one.ReadyAsync();
        await other.ReadyAsync();
    }

    private SiloProcess Launch(PgBouncer pooler, string name) => SiloProcess.Launch(
        ["--Data", directory[name], .. VenueSettings.Of(venues!)],
        new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = pooler.ConnectionString });
}
