using System.Diagnostics;
using Npgsql;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>A database of its own on a private server, ready for either engine.</summary>
public sealed class EngineDatabase : IAsyncLifetime
{
    private static readonly Lazy<string> Server = new(StartServer);

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var name = $"engine_{Guid.CreateVersion7():N}";
        await using (var server = NpgsqlDataSource.Create(Server.Value + ";Database=postgres"))
        {
            await using var create = server.CreateCommand($"CREATE DATABASE {name}");
            await create.ExecuteNonQueryAsync();
        }

        ConnectionString = $"{Server.Value};Database={name}";
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await using var migrate = database.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "0900_orleans.sql")));
        await migrate.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string StartServer()
    {
        var folder = Directory.CreateTempSubdirectory("pg").FullName;
        Run("chown", "postgres", folder);
        Run("su", "postgres", "-c", $"/usr/lib/postgresql/15/bin/initdb -D {folder}/data -A trust >/dev/null && /usr/lib/postgresql/15/bin/pg_ctl -D {folder}/data -o \"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=300\" -w start >/dev/null");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run("su", "postgres", "-c", $"/usr/lib/postgresql/15/bin/pg_ctl -D {folder}/data -m immediate stop >/dev/null");
        return $"Host={folder};Username=postgres";
    }

    private static void Run(string file, params string[] arguments)
    {
        using var process = Process.Start(file, arguments);
        process.WaitForExit();
    }
}
