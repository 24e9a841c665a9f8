using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>Where a private PostgreSQL stores its data and how it runs.</summary>
public sealed record PrivatePostgresOptions(string DataDirectory)
{
    /// <summary>Where root stores the data when the server's user cannot access the data directory.</summary>
    public string FallbackDirectory { get; init; } = "/var/lib/orderbook";

    /// <summary>
    /// Whether the server's user may be let into the data directory when it is closed to all but its owner: only where nothing else
    /// is in it.
    /// </summary>
    public bool LetsServerIn { get; init; }

    /// <summary>Directories in which to look for the server's binaries; null for the usual locations.</summary>
    public IReadOnlyList<string>? BinaryDirectories { get; init; }

    /// <summary>False lets the server skip fsync, for tests whose data may be lost.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>How long the server may take to accept connections, including crash recovery.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>The private PostgreSQL cannot run; the message is one sentence that tells the user what to do.</summary>
public class PrivatePostgresException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>No suitable PostgreSQL binaries are installed on this machine.</summary>
public sealed class PostgresNotInstalledException(string wanted) : PrivatePostgresException(
    $"PostgreSQL {wanted} is not installed: install it (Debian, Ubuntu: apt-get install postgresql) or set ConnectionStrings:Warehouse.");
