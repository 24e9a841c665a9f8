using Npgsql;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// Distinguishes a database in trouble from a wrong statement or wrong data. Only what is known to be the latter is: the rest,
/// codes that nobody has seen before included, is the database's trouble, and the operation may succeed later.
/// </summary>
internal static class StoreErrors
{
    private const string NotAllowed = "42501";

    // Classes of https://www.postgresql.org/docs/15/errcodes-appendix.html that PostgreSQL returns for what was sent to it, in any
    // state that it may be in: unsupported feature (0A), wrong number of rows (21), data that does not fit (22), a violated constraint
    // (23), syntax or names (42), and what functions of ours refuse (P0). A missing right is in class 42 too, but the operator grants it.
    private static readonly string[] OwnFaults = ["0A", "21", "22", "23", "42", "P0"];

    // Classes that say what kind of trouble it is: connection (08), authentication (28), rolled back (40), resources (53), operator
    // (57), disk (58). Any other code may also concern one statement alone.
    private static readonly string[] KnownTroubles = ["08", "28", "40", "53", "57", "58"];

    /// <summary>The outage that an error means; null when it is about the statement or its data.</summary>
    public static StoreUnavailableException? FindOutage(NpgsqlException exception)
    {
        if (exception is not PostgresException answer)
        {
            return new StoreUnavailableException("warehouse", exception);
        }

        return answer.SqlState != NotAllowed && IsOf(OwnFaults, answer)
            ? null
            : new StoreUnavailableException("warehouse", exception)
            {
                IsRefusal = !IsOf(KnownTroubles, answer),
                IsDiskFull = answer.SqlState == PostgresErrorCodes.DiskFull,
            };
    }

    private static bool IsOf(string[] classes, PostgresException answer) =>
        classes.Any(c => answer.SqlState.StartsWith(c, StringComparison.Ordinal));
}
