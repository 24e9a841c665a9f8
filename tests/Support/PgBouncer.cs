using System.Diagnostics;
using Npgsql;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Support;

/// <summary>Debian's PgBouncer in transaction mode in front of a database: each transaction may use another session.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly TempDirectory directory;
    private readonly Process process;

    private PgBouncer(TempDirectory directory, Process process, string connectionString) =>
        (this.directory, this.process, ConnectionString) = (directory, process, connectionString);

    /// <summary>The database through the pooler.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends the test when PgBouncer is not installed.</summary>
    public static async Task<PgBouncer> StartAsync(string connectionString)
    {
        if (!File.Exists(Program))
        {
            Missing.Dependency("PgBouncer is not installed (apt-get install pgbouncer)");
        }

        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var (directory, port) = (new TempDirectory().OpenToAll(), SiloProcess.FreePort());
        await File.WriteAllTextAsync(directory["pgbouncer.ini"], $"""
            [databases]
            {server.Database} = host={server.Host} port={server.Port} user={server.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 10
            max_client_conn = 200
            """);
        var process = Process.Start(new ProcessStartInfo(Program, ["-q", "-u", "postgres", directory["pgbouncer.ini"]]) { WorkingDirectory = "/" })!;
        var through = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = server.Username, Database = server.Database };
        var pooler = new PgBouncer(directory, process, through.ConnectionString);
        await Eventually.HoldsAsync(() => pooler.Answers(), "an answer through PgBouncer");
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        directory.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;No Reset On Close=true");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
