namespace OrderBookSilo.Io.Postgres;

/// <summary>An API key as stored: only its hash, never the key.</summary>
/// <param name="Scope">read or admin.</param>
/// <param name="RevokedAt">Null while the key is valid.</param>
public sealed record ApiKeyRow(string Name, string Scope, byte[] Sha256, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
