using Npgsql;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Tells a database that cannot serve now from a statement that is wrong.</summary>
internal static class StoreErrors
{
    // Classes of https://www.postgresql.org/docs/15/errcodes-appendix.html: connection lost, resources exhausted,
    // a transaction that lost a race for locks, the server shutting down or a statement cut off, and its disk.
    private static readonly string[] UnavailableClasses = ["08", "40", "53", "57", "58"];

    private const string ReadOnlyTransaction = "25006";

    /// <summary>What a database says that takes no connections for the time being.</summary>
    private const string NotNow = "55000";

    /// <summary>Whether doing the same again later may succeed.</summary>
    public static bool IsUnavailable(NpgsqlException exception) => exception is not PostgresException answer
        || answer.SqlState is ReadOnlyTransaction or NotNow
        || UnavailableClasses.Any(c => answer.SqlState.StartsWith(c, StringComparison.Ordinal));
}
