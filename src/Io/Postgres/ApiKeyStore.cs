using Npgsql;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Postgres;

/// <summary>
/// Stores the keys of the HTTP API. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be
/// reached.
/// </summary>
public sealed class ApiKeyStore(PostgresDatabase database)
{
    private const string AddApiKey = """
        INSERT INTO api_key (name, scope, sha256, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING
        """;

    private const string RevokeApiKey = "UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE name = $1";

    private const string ReadApiKeys = "SELECT name, scope, sha256, created_at, revoked_at FROM api_key ORDER BY name COLLATE \"C\"";

    /// <summary>Every key ever created, revoked ones included.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> ReadAllAsync(CancellationToken cancel) =>
        await database.QueryAsync(connection => connection.Command(ReadApiKeys), ReadApiKey, cancel);

    /// <summary>False when the name is already in use, even by a revoked key.</summary>
    public async Task<bool> AddAsync(ApiKeyRow key, CancellationToken cancel) =>
        await database.WriteAsync(batch => batch.Add(AddApiKey, key.Name, key.Scope, key.Sha256, key.CreatedAt), cancel) == 1;

    /// <summary>False when there is no key with that name.</summary>
    public async Task<bool> RevokeAsync(string name, DateTimeOffset at, CancellationToken cancel) =>
        await database.WriteAsync(batch => batch.Add(RevokeApiKey, name, at), cancel) == 1;

    private static ApiKeyRow ReadApiKey(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3), row.ValueOrNull<DateTimeOffset>(4));
}
