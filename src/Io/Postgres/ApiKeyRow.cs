namespace OrderBookSilo.Io.Postgres;

/// <summary>A key of the HTTP API as it is stored: its hash, never the key.</summary>
/// <param name="Scope">read or admin.</param>
/// <param name="RevokedAt">Null while it opens.</param>
public sealed record ApiKeyRow(string Name, string Scope, byte[] Sha256, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
