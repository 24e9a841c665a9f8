using OrderBookSilo.Core.Fees;
using OrderBookSilo.Io.Postgres.Schema;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Makes a database ready for a silo; any number of silos may do so at once.</summary>
public static class DatabasePreparation
{
    /// <summary>Brings the schema up to date, creates the partitions of this month and the next, and adds the fee schedules that are missing.</summary>
    public static async Task PrepareAsync(this PostgresDatabase database, DateTimeOffset now, CancellationToken cancel)
    {
        await database.RunAsync(connection => Migrator.ApplyAsync(connection, Migration.ReadAll(), ViewFile.ReadAll(), cancel), cancel);
        await new Partitions(database).EnsureAsync(now, cancel);
        await new FeeStore(database).AddFeeRowsAsync(FeeSchedules.BuiltInRows, cancel);
    }
}
