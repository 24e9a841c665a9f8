using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres.Schema;

/// <summary>How a migrated database runs its queries.</summary>
public sealed class PlanTests
{
    [Fact]
    public async Task A_migrated_database_compiles_no_plans()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await new PostgresDatabase(database.Source).PrepareAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);

        Assert.Equal(
            ["jit=off"],
            await database.RowsAsync(
                "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase WHERE setrole = 0 AND datname = current_database()"));
    }
}
