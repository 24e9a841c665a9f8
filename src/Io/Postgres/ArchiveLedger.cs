using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IArchiveLedger"/>
public sealed class ArchiveLedger(PostgresDatabase database) : IArchiveLedger
{
    private const string FindId = "SELECT archive_id FROM archive_identity";

    private const string RecordId = "INSERT INTO archive_identity (archive_id, recorded_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    private const string ReadLatestKeys = "SELECT archive_key FROM fact_book WHERE version = 'live' ORDER BY slot DESC LIMIT $1";

    public async Task<string?> FindArchiveIdAsync(CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command(FindId), row => row.GetString(0), cancel)).SingleOrDefault();

    public async Task<string> RecordArchiveIdAsync(string archiveId, DateTimeOffset at, CancellationToken cancel)
    {
        await database.WriteAsync(batch => batch.Add(RecordId, archiveId, at), cancel);
        return await FindArchiveIdAsync(cancel) ?? archiveId;
    }

    public async Task<IReadOnlyList<string>> ReadLatestArchiveKeysAsync(int countMax, CancellationToken cancel) =>
        await database.QueryAsync(connection => connection.Command(ReadLatestKeys, countMax), row => row.GetString(0), cancel);
}
