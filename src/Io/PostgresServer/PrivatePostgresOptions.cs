using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>Where a private PostgreSQL keeps its data and how it runs.</summary>
public sealed record PrivatePostgresOptions(string DataDirectory)
{
    /// <summary>Where root keeps the data when the user that the server runs as cannot reach the data directory.</summary>
    public string FallbackDirectory { get; init; } = "/var/lib/orderbook";

    /// <summary>Directories to look for the server's binaries in; null looks where they are usually installed.</summary>
    public IReadOnlyList<string>? BinaryDirectories { get; init; }

    /// <summary>False lets the server skip fsync: for tests, whose data may be lost.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>How long the server may take to answer, crash recovery included.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>The private PostgreSQL cannot run; the message is one sentence that a person can act on.</summary>
public class PrivatePostgresException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>There are no PostgreSQL binaries on this machine that would do.</summary>
public sealed class PostgresNotInstalledException(string wanted) : PrivatePostgresException(
    $"PostgreSQL {wanted} is not installed: install it (Debian, Ubuntu: apt-get install postgresql) or set ConnectionStrings:Warehouse.");
