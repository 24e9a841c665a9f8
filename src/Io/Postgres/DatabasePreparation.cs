using OrderBookSilo.Core.Fees;
using OrderBookSilo.Io.Postgres.Schema;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Prepares a database for a silo; several silos may do so concurrently.</summary>
public static class DatabasePreparation
{
    /// <summary>Updates the schema, creates the partitions of this month and the next, and adds missing fee schedules.</summary>
    public static async Task PrepareAsync(this PostgresDatabase database, DateTimeOffset now, CancellationToken cancel)
    {
        await database.RunAsync(connection => Migrator.ApplyAsync(connection, Migration.ReadAll(), ViewFile.ReadAll(), cancel), cancel);
        await new Partitions(database).EnsureAsync(now, cancel);
        await new FeeStore(database).AddFeeRowsAsync(FeeSchedules.BuiltInRows, cancel);
    }
}
