namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A key of the API, without the key itself.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Scope">read or admin.</param>
/// <param name="CreatedAt">[UTC] When it was created, UTC.</param>
/// <param name="RevokedAt">[UTC] When it was revoked, UTC; null while it is valid.</param>
public sealed record KeyView(string Name, string Scope, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A newly created key. The key is shown only in this answer.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Scope">read or admin.</param>
/// <param name="Key">The key: send it as <c>Authorization: Bearer KEY</c>.</param>
public sealed record NewKeyView(string Name, string Scope, string Key);
