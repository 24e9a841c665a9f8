using Npgsql;
using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Support;

/// <summary>One private PostgreSQL server for all tests of a process: started by the first that asks, stopped with the process.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(StartAsync);

    /// <summary>The server, its database <c>orderbook</c> with every migration; ends the test when PostgreSQL is not installed.</summary>
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
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(server, directory);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await new Warehouse(source).PrepareAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return server;
    }

    private static void Stop(PrivatePostgres server, TempDirectory directory)
    {
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        directory.Dispose();
    }
}
