using Npgsql;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// The database of facts in PostgreSQL, 15 or newer, as the stores use it: queries, batches and transactions. What cannot be done
/// now but may succeed later (<see cref="StoreErrors"/>) is thrown as <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class PostgresDatabase(NpgsqlDataSource source)
{
    /// <summary>Name of the version that pulls write; a replay may name another.</summary>
    internal const string LiveVersion = "live";

    /// <summary>Runs work on connections of its own, with the same exceptions as the other methods.</summary>
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

    /// <summary>Opens a connection that outlives a call; the caller guards what it does on it.</summary>
    internal ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancel) => source.OpenConnectionAsync(cancel);

    internal Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => GuardAsync(async () =>
    {
        await using var connection = await OpenAsync(cancel);
        return await work(connection);
    });

    internal Task<T> RunInTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(connection);
            await transaction.CommitAsync(cancel);
            return result;
        },
        cancel);

    /// <summary>Runs statements in one transaction and one round trip; returns how many rows they wrote.</summary>
    internal Task<int> WriteAsync(Action<NpgsqlBatch> fill, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            // Without a transaction of its own a batch is one: the server commits it as a whole or not at all.
            await using var batch = connection.CreateBatch();
            fill(batch);
            return await batch.ExecuteNonQueryAsync(cancel);
        },
        cancel);

    internal Task<List<T>> QueryAsync<T>(
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
