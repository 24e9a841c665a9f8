using System.Collections.Concurrent;
using Npgsql;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres.Schema;

namespace OrderBookSilo.Io.Postgres;

/// <summary>The database of facts in PostgreSQL, 15 or newer. One file per concern; this one holds what they share.</summary>
public sealed partial class Warehouse(NpgsqlDataSource source) : IWarehouse, ISplitStore
{
    /// <summary>Version that facts are written under unless a replay names another.</summary>
    private const string LiveVersion = "live";

    private readonly ConcurrentDictionary<Market, int> marketIds = new();

    /// <summary>Brings the schema up to date, makes the partitions of this month and the next, and adds the fee schedules that are missing.</summary>
    public async Task PrepareAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await RunAsync(connection => Migrator.ApplyAsync(connection, Migration.ReadAll(), ViewFile.ReadAll(), cancel), cancel);
        await EnsurePartitionsAsync(now, cancel);
        await AddFeeRowsAsync(FeeSchedules.BuiltInRows, cancel);
    }

    /// <summary>The one place where a database that does not answer becomes our own exception.</summary>
    internal static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException exception) when (StoreErrors.IsUnavailable(exception))
        {
            throw new StoreUnavailableException("warehouse", exception);
        }
    }

    private Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => GuardAsync(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await work(connection);
    });

    private Task<T> RunInTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(connection);
            await transaction.CommitAsync(cancel);
            return result;
        },
        cancel);

    private Task<List<T>> QueryAsync<T>(
        Func<NpgsqlConnection, NpgsqlCommand> command, Func<NpgsqlDataReader, T> read, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var query = command(connection);
            await using var reader = await query.ExecuteReaderAsync(cancel);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(read(reader));
            }

            return rows;
        },
        cancel);
}
