using System.Diagnostics;
using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Support;

/// <summary>
/// One private PostgreSQL server for all tests of a process: started by the first test that needs it, stopped when the process
/// is gone.
/// </summary>
public static class TestPostgres
{
    // A test host is killed soon after its last test, and sometimes earlier. A separate shell outlives it, stops the server in
    // the pid file and deletes the directory. It holds none of the host's outputs open, because `dotnet test` would wait for
    // it.
    private const string CleanUp = """
        exec </dev/null >/dev/null 2>&1
        trap '' INT TERM HUP
        while kill -0 "$0"; do sleep 1; done
        server=$(head -n 1 "$1/postgres/postmaster.pid") && kill -INT "$server"
        for wait in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$server" || break; sleep 1; done
        rm -rf "$1"
        """;

    private static readonly Lazy<Task<PrivatePostgres>> Server = new(StartAsync);

    /// <summary>The server with its fully migrated database <c>orderbook</c>; ends the test when PostgreSQL is not installed.</summary>
    public static async Task<PrivatePostgres> GetServerAsync()
    {
        try
        {
            return await Server.Value;
        }
        catch (PostgresNotInstalledException exception)
        {
            Missing.Dependency(exception.Message);
            throw;
        }
    }

    private static async Task<PrivatePostgres> StartAsync()
    {
        var directory = new TempDirectory().OpenToAll();
        var options = new PrivatePostgresOptions(directory.FullName) { IsDurable = false };
        var server = await PrivatePostgres.StartAsync(options, TimeProvider.System, CancellationToken.None);
        CleanUpAfter(directory);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await new PostgresDatabase(source).PrepareAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return server;
    }

    /// <summary>Stops the server of this directory and deletes the directory when this process is gone.</summary>
    public static void CleanUpAfter(TempDirectory directory)
    {
        string[] arguments = ["-c", CleanUp, $"{Environment.ProcessId}", directory.FullName];
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", arguments) { WorkingDirectory = "/" });
    }
}
