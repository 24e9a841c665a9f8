namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>Statements that lock version <c>$1</c> until the transaction ends.</summary>
internal static class VersionLock
{
    /// <summary>Held while a page is written into the version.</summary>
    public const string Shared = "SELECT pg_advisory_xact_lock_shared(hashtextextended('version ' || $1, 0))";

    /// <summary>Held while the version is created or dropped.</summary>
    public const string Exclusive = "SELECT pg_advisory_xact_lock(hashtextextended('version ' || $1, 0))";
}
