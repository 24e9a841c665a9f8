namespace OrderBookSilo.Io.Postgres;

/// <summary>Drops facts whose retention time has passed.</summary>
public sealed class FactRetention(PostgresDatabase database)
{
    /// <summary>
    /// Drops fills older than the current month and this number of whole months before it (at least one); returns the number of
    /// months dropped.
    /// </summary>
    public async Task<int> DropOldFillsAsync(int keepMonths, CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command("SELECT drop_old_fills($1)", keepMonths), row => row.GetInt32(0), cancel)).Single();
}
