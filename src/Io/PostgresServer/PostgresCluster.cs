using System.Diagnostics;
using System.Globalization;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>Creates a cluster and starts a server on it.</summary>
internal static class PostgresCluster
{
    /// <summary>A larger log is renamed at the next start, replacing the previously renamed one.</summary>
    private const long LogBytesMax = 8 * 1024 * 1024;

    private const int AttemptsMax = 1000;

    /// <summary>Enough for several silos and interactive users.</summary>
    private const int ConnectionsMax = 200;

    // The shell only opens the log. The server has its own session, so a terminal's Ctrl-C does not reach it; only the process
    // that started it stops it.
    private const string Redirect = """exec "$@" </dev/null >>"$0" 2>&1""";

    private static readonly string[] SetsidPaths = ["/usr/bin/setsid", "/bin/setsid"];

    /// <summary>Creates a cluster of user <c>orderbook</c> in a temporary directory and moves it into place when it is complete.</summary>
    public static async Task CreateAsync(
        PostgresHome home, ServerAccount account, PostgresBinaries binaries, bool isDurable, CancellationToken cancel)
    {
        // Never in the directory of an earlier attempt: an initdb that outlived its caller empties its directory when it fails.
        var unfinished = Enumerable.Range(1, AttemptsMax)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{home.Cluster}.new-{n}"))
            .First(directory => !Directory.Exists(directory));
        await account.CreateOwnDirectoryAsync(unfinished, cancel);
        string[] initdb =
        [
            binaries.Path("initdb"), "-D", unfinished, "-U", "orderbook", "-E", "UTF8", "--locale=C",
            "--auth-local=trust", "--auth-host=reject", "--no-instructions", .. isDurable ? Array.Empty<string>() : ["--no-sync"],
        ];
        var (exitCode, output) = await Tool.RunAsync(account.Run(initdb), cancel);
        if (exitCode != 0)
        {
            throw new PrivatePostgresException($"initdb could not create {unfinished}: {output.TrimEnd().Split('\n')[^1]}");
        }

        Directory.Move(unfinished, home.Cluster);
        DeleteUnfinished(home);
    }

    public static Process StartServer(
        PostgresHome home, ServerAccount account, PostgresBinaries binaries, string sockets, int port, bool isDurable)
    {
        string[] server =
        [
            binaries.Path("postgres"), "-D", home.Cluster,
            "-c", "listen_addresses=",
            "-c", $"unix_socket_directories=\"{sockets.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            "-c", "unix_socket_permissions=0700",
            "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            "-c", string.Create(CultureInfo.InvariantCulture, $"max_connections={ConnectionsMax}"),
            "-c", "timezone=UTC",
            "-c", "log_timezone=UTC",

            // The plans of partitioned tables look expensive, and compiling them takes longer than running them.
            "-c", "jit=off",
            .. isDurable ? Array.Empty<string>() : ["-c", "fsync=off", "-c", "full_page_writes=off"],
        ];
        var setsid = SetsidPaths.Where(File.Exists).Take(1);
        return Tool.Start(["/bin/sh", "-c", Redirect, home.Log, .. setsid, .. account.Run(server)], isOutputRead: false);
    }

    public static void BoundLog(PostgresHome home)
    {
        if (new FileInfo(home.Log) is { Exists: true, Length: > LogBytesMax })
        {
            File.Move(home.Log, home.Log + ".1", overwrite: true);
        }
    }

    private static void DeleteUnfinished(PostgresHome home)
    {
        foreach (var directory in Directory.GetDirectories(home.Directory, Path.GetFileName(home.Cluster) + ".new-*"))
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException)
            {
                // Still being written to; it does no harm.
            }
        }
    }
}
