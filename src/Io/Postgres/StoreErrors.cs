using Npgsql;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Tells a database that cannot serve now from a statement that is wrong.</summary>
internal static class StoreErrors
{
    // Classes of https://www.postgresql.org/docs/15/errcodes-appendix.html: connection lost, resources exhausted,
    // a transaction that lost a race for locks, the server shutting down or a statement cut off, its disk, and a user whom it
    // does not let in: a password that was changed, a rule that is missing.
    private static readonly string[] UnavailableClasses = ["08", "28", "40", "53", "57", "58"];

    private const string ReadOnlyTransaction = "25006";

    /// <summary>What a database says that takes no connections for the time being.</summary>
    private const string NotNow = "55000";

    /// <summary>Both are an operator's to mend, and nothing is wrong with what was to be written.</summary>
    private const string NoSuchDatabase = "3D000";

    private const string NotAllowed = "42501";

    /// <summary>Whether doing the same again later may succeed.</summary>
    public static bool IsUnavailable(NpgsqlException exception) => exception is not PostgresException answer
        || answer.SqlState is ReadOnlyTransaction or NotNow or NoSuchDatabase or NotAllowed
        || UnavailableClasses.Any(c => answer.SqlState.StartsWith(c, StringComparison.Ordinal));
}
