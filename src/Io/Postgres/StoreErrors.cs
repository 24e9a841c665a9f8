using Npgsql;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Distinguishes a database that is temporarily unavailable from an invalid statement.</summary>
internal static class StoreErrors
{
    // Classes of https://www.postgresql.org/docs/15/errcodes-appendix.html: connection lost (08), authentication refused (28),
    // transaction rolled back by a deadlock or conflict (40), resources exhausted (53), shutdown or cancelled statement (57), disk (58).
    private static readonly string[] UnavailableClasses = ["08", "28", "40", "53", "57", "58"];

    private const string ReadOnlyTransaction = "25006";

    /// <summary>The database currently accepts no connections.</summary>
    private const string NotNow = "55000";

    /// <summary>This and <see cref="NotAllowed"/> must be fixed by the operator; the data to be written is valid.</summary>
    private const string NoSuchDatabase = "3D000";

    private const string NotAllowed = "42501";

    /// <summary>Whether repeating the operation later may succeed.</summary>
    public static bool IsUnavailable(NpgsqlException exception) => exception is not PostgresException answer
        || answer.SqlState is ReadOnlyTransaction or NotNow or NoSuchDatabase or NotAllowed
        || UnavailableClasses.Any(c => answer.SqlState.StartsWith(c, StringComparison.Ordinal));
}
