using Npgsql;

namespace OrderBookSilo.Support;

/// <summary>A fresh fully migrated database on the shared private server; dropped on disposal.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static int count;

    private readonly string serverConnectionString;
    private readonly string name;
    private readonly bool isShared = true;

    private TestDatabase(string serverConnectionString, string name)
    {
        this.serverConnectionString = serverConnectionString;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(serverConnectionString) { Database = name }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    private TestDatabase(OwnPostgres server)
    {
        serverConnectionString = ConnectionString = server.ConnectionString;
        name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        Source = NpgsqlDataSource.Create(ConnectionString);
        isShared = false;
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>A copy of the migrated database, or an empty one; ends the test when PostgreSQL is not installed.</summary>
    public static async Task<TestDatabase> CreateAsync(bool isEmpty = false)
    {
        var server = await TestPostgres.GetServerAsync();
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name} TEMPLATE {(isEmpty ? "template0" : "orderbook")}");
        return new TestDatabase(server.ConnectionString, name);
    }

    /// <summary>The database of a test's own server, with the same lifetime.</summary>
    public static TestDatabase Of(OwnPostgres server) => new(server);

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; default when it is null or there is no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Every row as text: the columns as printed by PostgreSQL, separated by bars, with null as empty text.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = Source.CreateCommand(
            $"SELECT array_to_string(array(SELECT value FROM json_each_text(row_to_json(q))), '|', '') FROM ({sql}) AS q");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Ends every session and rejects new ones until the result is disposed.</summary>
    public async Task<IAsyncDisposable> CloseAsync()
    {
        await ExecuteAsync(serverConnectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(serverConnectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return new Closed(() => ExecuteAsync(serverConnectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    }

    /// <summary>Makes the database unavailable for everyone from now on, like a server that does not respond.</summary>
    public async Task RefuseConnectionsAsync()
    {
        await ExecuteAsync(serverConnectionString, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(serverConnectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await (isShared ? ExecuteAsync(serverConnectionString, $"DROP DATABASE {name} WITH (FORCE)") : Task.CompletedTask);
    }

    // The maintenance database, so that there are no connections to the database being copied.
    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
        await using var source = NpgsqlDataSource.Create(maintenance.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Closed(Func<Task> open) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await open();
    }
}
