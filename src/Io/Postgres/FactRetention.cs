namespace OrderBookSilo.Io.Postgres;

/// <summary>Drops facts that are kept for a limited time.</summary>
public sealed class FactRetention(PostgresDatabase database)
{
    /// <summary>Drops the fills of months older than the given number of whole months, at least one, and the present one; returns how many months it emptied.</summary>
    public async Task<int> DropOldFillsAsync(int keepMonths, CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command("SELECT drop_old_fills($1)", keepMonths), row => row.GetInt32(0), cancel)).Single();
}
