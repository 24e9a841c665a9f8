using Npgsql;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A start during which the database goes away and comes back.</summary>
public sealed class StartTests
{
    private const string WaitsForKeys =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%api_key%'";

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_of_a_start_is_waited_for()
    {
        using var directory = new TempDirectory();
        await using var database = await TestDatabase.CreateAsync();
        await using var venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02 });
        await using var holder = await database.Source.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE api_key", holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await using var silo = SiloProcess.Launch(
            ["--Data", directory["data"], .. VenueSettings.Of(venues)],
            new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
        await silo.UntilAsync(() => database.ScalarAsync<long>(WaitsForKeys), waiting => waiting == 1, "a start that reads the keys");

        await (await database.CloseAsync()).DisposeAsync();

        await silo.ReadyAsync();
    }
}
