using System.Diagnostics;
using Npgsql;
using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>
/// A private PostgreSQL server: created on first use, reachable only through a socket in a directory that only its owner may
/// enter, and stopped on disposal. A server left running by an earlier process is adopted.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    internal const string SocketName = ".s.PGSQL.5432";

    private const string Name = "orderbook";
    private const int Port = 5432;
    private static readonly TimeSpan FastStop = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(50);

    private const int LastWords = 4;

    // Processes of a killed server take a moment to end, and until then PostgreSQL starts no other server on their data.
    private const string StillInUse = "pre-existing shared memory block";
    private static readonly TimeSpan OrphansEnd = TimeSpan.FromSeconds(30);

    private readonly PostgresHome home;
    private readonly ServerAccount account;
    private readonly PrivatePostgresOptions options;
    private readonly TimeProvider time;
    private volatile ServerProcess server;

    private PrivatePostgres(
        PostgresHome home, ServerAccount account, PrivatePostgresOptions options, ServerProcess server, bool wasAdopted, TimeProvider time)
    {
        (this.home, this.account, this.options, this.time) = (home, account, options, time);
        this.server = server;
        WasAdopted = wasAdopted;
        ConnectionString = ConnectionStringOf(server.SocketDirectory, Name).ConnectionString;
    }

    public string ConnectionString { get; }

    public int ProcessId => server.Id;

    /// <summary>Whether the server process is alive, including during startup and shutdown.</summary>
    public bool IsRunning => server.IsAlive;

    /// <summary>Whether the server was already running.</summary>
    public bool WasAdopted { get; }

    /// <summary>One sentence when the data is not in the data directory; null otherwise.</summary>
    public string? Notice => home.Notice;

    /// <summary>
    /// Starts or adopts the server and waits until it accepts connections; throws <see cref="PrivatePostgresException"/> when
    /// it cannot run.
    /// </summary>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, TimeProvider time, CancellationToken cancel)
    {
        var account = await ServerAccount.FindAsync(cancel);
        var home = await PostgresHome.ChooseAsync(options, account, cancel);
        try
        {
            var (server, wasAdopted) = await AdoptAsync(home, options, time, cancel) is { } running
                ? (running, true)
                : (await LaunchAsync(home, account, options, await home.CreateSocketDirectoryAsync(account, cancel), time, cancel), false);
            await CreateDatabaseAsync(server.SocketDirectory, cancel);
            return new PrivatePostgres(home, account, options, server, wasAdopted, time);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new PrivatePostgresException($"{home.Cluster} belongs to another user: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Restarts a server that has ended, at the same address; it recovers committed data. Throws
    /// <see cref="PrivatePostgresException"/> when it does not start. Calls must not overlap.
    /// </summary>
    public async Task StartAgainAsync()
    {
        // Not cancellable: a half-started server would have no owner.
        var sockets = server.SocketDirectory;
        var running = await AdoptAsync(home, options, time, CancellationToken.None);
        if (running is not null && running.SocketDirectory != sockets)
        {
            throw new PrivatePostgresException($"Another PostgreSQL server, {running.Id}, runs in {home.Cluster} and listens in {running.SocketDirectory}.");
        }

        server = running ?? await LaunchAsync(home, account, options, sockets, time, CancellationToken.None);
    }

    /// <summary>Stops the server in less than 5 seconds; repeating it changes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!server.IsAlive)
        {
            return;
        }

        server.StopFast();
        if (!await WaitAsync(() => server.HasEnded, FastStop, time, CancellationToken.None))
        {
            server.StopNow();
            await WaitAsync(() => server.HasEnded, PollPeriod * 10, time, CancellationToken.None);
        }

        home.RemoveSocketDirectory(server.SocketDirectory);
    }

    // An orphaned server may still be starting or stopping: wait until it responds or has ended.
    private static async Task<ServerProcess?> AdoptAsync(
        PostgresHome home, PrivatePostgresOptions options, TimeProvider time, CancellationToken cancel)
    {
        ServerProcess? server = null;
        var isSettled = await WaitAsync(
            async () => (server = ServerProcess.Find(home.PidFile)) is not { IsAlive: true }
                || (server.SocketDirectory.Length > 0 && await AnswersAsync(server.SocketDirectory, cancel)),
            options.ReadyTimeout, time, cancel);
        if (!isSettled)
        {
            throw new PrivatePostgresException($"The PostgreSQL server {server!.Id} in {home.Cluster} neither responds nor exits.");
        }

        if (server is { IsAlive: true })
        {
            return server;
        }

        // Its process id may belong to another process by now, which PostgreSQL would take for a server.
        if (File.Exists(home.PidFile))
        {
            File.Delete(home.PidFile);
        }

        return null;
    }

    private static async Task<ServerProcess> LaunchAsync(
        PostgresHome home, ServerAccount account, PrivatePostgresOptions options, string sockets, TimeProvider time, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.FindAsync(options.BinaryDirectories, home.ClusterMajor, cancel);
        if (home.ClusterMajor is null)
        {
            await PostgresCluster.CreateAsync(home, account, binaries, options.IsDurable, cancel);
        }

        await account.OwnAsync(home.Cluster, cancel);
        RemoveStaleLock(sockets);
        PostgresCluster.BoundLog(home);
        var started = time.GetTimestamp();
        while (true)
        {
            using var process = PostgresCluster.StartServer(home, account, binaries, sockets, Port, options.IsDurable);
            var isSettled = await WaitAsync(
                async () => process.HasExited || await AnswersAsync(sockets, cancel), options.ReadyTimeout, time, cancel);
            if (isSettled && !process.HasExited)
            {
                return ServerProcess.Find(home.PidFile)!;
            }

            var mayRetry = isSettled && LastFatal(home)?.Contains(StillInUse, StringComparison.Ordinal) == true;
            if (!mayRetry || time.GetElapsedTime(started) >= OrphansEnd)
            {
                throw Failed(home, process, options);
            }

            await Task.Delay(PollPeriod, time, cancel);
        }
    }

    // No server is alive here. A killed server leaves its lock, and PostgreSQL takes any process with that id for the owner,
    // even a terminated one that has not been reaped.
    private static void RemoveStaleLock(string sockets)
    {
        File.Delete(Path.Combine(sockets, SocketName));
        File.Delete(Path.Combine(sockets, $"{SocketName}.lock"));
    }

    private static PrivatePostgresException Failed(PostgresHome home, Process process, PrivatePostgresOptions options)
    {
        var what = process.HasExited ? "exited immediately" : $"did not answer within {options.ReadyTimeout.TotalSeconds:0} s";
        if (!process.HasExited)
        {
            process.Kill();
        }

        return new PrivatePostgresException($"The PostgreSQL server in {home.Cluster} {what}; {home.Log} ends with: {LastFatal(home) ?? "nothing"}");
    }

    // The line with the reason may be followed by a hint and a final message.
    private static string? LastFatal(PostgresHome home)
    {
        var lines = File.Exists(home.Log) ? File.ReadLines(home.Log).Where(line => line.Length > 0).TakeLast(LastWords).ToList() : [];
        return lines.FindLast(line => line.Contains("FATAL:", StringComparison.Ordinal)) ?? lines.LastOrDefault();
    }

    private static async Task<bool> AnswersAsync(string sockets, CancellationToken cancel)
    {
        try
        {
            await using var connection = await OpenAsync(sockets, cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task CreateDatabaseAsync(string sockets, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(sockets, cancel);
        await using var find = connection.Command("SELECT 1 FROM pg_database WHERE datname = $1", Name);
        if (await find.ExecuteScalarAsync(cancel) is null)
        {
            await using var create = connection.Command($"CREATE DATABASE {Name}");
            await create.ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string sockets, CancellationToken cancel)
    {
        var settings = ConnectionStringOf(sockets, "postgres");
        settings.Pooling = false;
        settings.Timeout = 5;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder ConnectionStringOf(string sockets, string database) =>
        new() { Host = sockets, Port = Port, Username = Name, Database = database };

    private static Task<bool> WaitAsync(Func<bool> isDone, TimeSpan timeout, TimeProvider time, CancellationToken cancel) =>
        WaitAsync(() => Task.FromResult(isDone()), timeout, time, cancel);

    private static async Task<bool> WaitAsync(Func<Task<bool>> isDone, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        while (!await isDone())
        {
            if (time.GetElapsedTime(started) >= timeout)
            {
                return false;
            }

            await Task.Delay(PollPeriod, time, cancel);
        }

        return true;
    }
}
