using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>The directory that holds a private server's cluster (<c>postgres</c>), sockets (<c>run</c>) and log.</summary>
/// <param name="Directory">The data directory, or a directory accessible to the server's user that the data directory links to.</param>
/// <param name="Notice">One sentence when it differs from the data directory; null otherwise.</param>
internal sealed record PostgresHome(string Directory, string? Notice)
{
    // macOS allows 103 bytes, Linux 107; PostgreSQL appends the socket's name.
    private const int SocketPathBytesMax = 103;
    private const int FallbacksMax = 1000;

    public string Cluster => Path.Combine(Directory, "postgres");

    public string Log => Path.Combine(Directory, "postgres.log");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    private string VersionFile => Path.Combine(Cluster, "PG_VERSION");

    /// <summary>Major version of the PostgreSQL that created the cluster; null without a cluster.</summary>
    public int? ClusterMajor =>
        File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture) : null;

    public static async Task<PostgresHome> ChooseAsync(PrivatePostgresOptions options, ServerAccount account, CancellationToken cancel)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        System.IO.Directory.CreateDirectory(data);
        var link = new DirectoryInfo(Path.Combine(data, "postgres"));
        if (link.LinkTarget is { } target)
        {
            var linked = Path.GetDirectoryName(target)!;
            System.IO.Directory.CreateDirectory(linked);
            return new PostgresHome(linked, NoticeOf(data, linked));
        }

        if (options.LetsServerIn)
        {
            await account.LetInAsync(data, cancel);
        }

        if (await account.CanEnterAsync(data, cancel))
        {
            return new PostgresHome(data, null);
        }

        if (link.Exists)
        {
            throw new PrivatePostgresException(
                $"User {ServerAccount.Name} cannot enter {data}, which contains its data: grant access (chmod o+x on that directory and its parents).");
        }

        var fallback = new PostgresHome(ChooseFallback(options.FallbackDirectory, data), null);
        System.IO.Directory.CreateDirectory(fallback.Directory);
        File.CreateSymbolicLink(link.FullName, fallback.Cluster);
        return fallback with { Notice = NoticeOf(data, fallback.Directory) };
    }

    /// <summary>A directory for the server's socket: <c>run</c>, or one in the temp folder where that path is too long.</summary>
    public async Task<string> CreateSocketDirectoryAsync(ServerAccount account, CancellationToken cancel)
    {
        var run = Path.Combine(Directory, "run");
        if (!FitsSocket(run))
        {
            run = System.IO.Directory.CreateTempSubdirectory("orderbook-").FullName;
        }

        await account.CreateOwnDirectoryAsync(run, cancel);
        return FitsSocket(run)
            ? run
            : throw new PrivatePostgresException($"The path {run} is too long for a socket: set TMPDIR to a shorter one.");
    }

    /// <summary>Removes a socket directory in the temp folder.</summary>
    public void RemoveSocketDirectory(string directory)
    {
        if (Path.GetDirectoryName(directory) != Directory && System.IO.Directory.Exists(directory))
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    // A comma separates hosts in a connection string.
    private static bool FitsSocket(string directory) =>
        Encoding.UTF8.GetByteCount(Path.Combine(directory, PrivatePostgres.SocketName)) <= SocketPathBytesMax
        && !directory.Contains(',', StringComparison.Ordinal);

    // One name per data directory. A cluster found there belongs to a data directory that has been deleted, and is left untouched.
    private static string ChooseFallback(string parent, string data)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..8];
        var name = Path.Combine(parent, $"{Path.GetFileName(data)}-{hash}");
        return Enumerable.Range(1, FallbacksMax)
            .Select(n => n == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"))
            .First(directory => !System.IO.Directory.Exists(Path.Combine(directory, "postgres")));
    }

    private static string NoticeOf(string data, string home) =>
        $"User {ServerAccount.Name} cannot enter {data}, so the database is kept in {home} (linked from {data}/postgres).";
}
