using Npgsql;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// Access to the PostgreSQL (15 or newer) database of facts for the stores: queries, batches and transactions. Errors of the
/// database (<see cref="StoreErrors"/>) are thrown as <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class PostgresDatabase(NpgsqlDataSource source)
{
    private readonly TimeSpan? statementTimeMax;
    private readonly PostgresDatabase? questions;

    /// <param name="source">The connections of pulls and of what the silo does by itself.</param>
    /// <param name="questions">The connections of callers' questions, so that no question can delay a pull.</param>
    /// <param name="statementTimeMax">After this time the database ends a question's statement.</param>
    public PostgresDatabase(NpgsqlDataSource source, NpgsqlDataSource questions, TimeSpan statementTimeMax)
        : this(source) => this.questions = new PostgresDatabase(questions, statementTimeMax);

    private PostgresDatabase(NpgsqlDataSource source, TimeSpan statementTimeMax)
        : this(source) => this.statementTimeMax = statementTimeMax;

    /// <summary>The same database for callers' questions.</summary>
    internal PostgresDatabase Questions => questions ?? this;

    /// <summary>The version that pulls write.</summary>
    internal const string LiveVersion = "live";

    /// <summary>Runs work that opens its own connections, with the same exceptions as the other methods.</summary>
    internal static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException exception) when (StoreErrors.FindOutage(exception) is { } outage)
        {
            throw outage;
        }
    }

    /// <summary>Opens a connection that outlives the call; the caller must guard its use.</summary>
    internal ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancel) => source.OpenConnectionAsync(cancel);

    internal Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => GuardAsync(async () =>
    {
        await using var connection = await OpenAsync(cancel);
        return statementTimeMax is { } timeMax ? await RunInTimeAsync(connection, work, timeMax, cancel) : await work(connection);
    });

    // In a transaction, because the setting of a session would stay with a pooler's connection.
    private static async Task<T> RunInTimeAsync<T>(
        NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work, TimeSpan timeMax, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var limit = connection.Command("SELECT set_config('statement_timeout', $1, true)", $"{timeMax.TotalMilliseconds:0}");
        await limit.ExecuteNonQueryAsync(cancel);
        var result = await work(connection);
        await transaction.CommitAsync(cancel);
        return result;
    }

    internal Task<T> RunInTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(connection);
            await transaction.CommitAsync(cancel);
            return result;
        },
        cancel);

    /// <summary>Runs statements in one transaction and one round trip; returns the number of rows written.</summary>
    internal Task<int> WriteAsync(Action<NpgsqlBatch> fill, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            // A batch outside a transaction is itself one: the server commits it as a whole or not at all.
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
