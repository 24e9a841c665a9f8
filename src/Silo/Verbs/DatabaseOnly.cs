using Npgsql;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Workers;

namespace OrderBookSilo.Silo.Verbs;

/// <summary>Runs only the private PostgreSQL of a data directory, for several silos on one machine to share.</summary>
internal static class DatabaseOnly
{
    public const string Verb = "postgres";

    private const string Clients = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    private static readonly TimeSpan LeaveTimeMax = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Prints the connection string once the server answers. When stopped, it waits for its clients to disconnect first.</summary>
    public static async Task RunAsync(string[] args)
    {
        var settings = RunSilo.ReadSettings(args);
        var options = new PrivatePostgresOptions(settings.DataDirectory) { LetsServerIn = DataDirectory.Create(settings.DataDirectory) };
        await using var server = await PrivatePostgres.StartAsync(options, TimeProvider.System, CancellationToken.None);
        if (server.Notice is { } notice)
        {
            await Console.Error.WriteLineAsync(notice);
        }

        using var host = new HostBuilder()
            .UseConsoleLifetime(console => console.SuppressStatusMessages = true)
            .ConfigureLogging(log => log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning))
            .ConfigureServices(services => services.AddSingleton(TimeProvider.System).KeepRunning(server))
            .Build();
        Console.WriteLine(server.ConnectionString);
        await host.RunAsync();
        await ClientsLeftAsync(server.ConnectionString, TimeProvider.System);
    }

    // Ctrl-C reaches the silos at the same moment, and they need the database to shut down.
    private static async Task ClientsLeftAsync(string connectionString, TimeProvider time)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var query = new NpgsqlCommand(Clients, connection);
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < LeaveTimeMax && await query.ExecuteScalarAsync() is > 0L)
        {
            await Task.Delay(LookPeriod, time);
        }
    }
}
