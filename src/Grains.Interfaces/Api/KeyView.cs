namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A key of the API, without the key itself.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Scope">read or admin.</param>
/// <param name="CreatedAt">[UTC] When it was made, UTC.</param>
/// <param name="RevokedAt">[UTC] When it was revoked, UTC; null while it opens.</param>
public sealed record KeyView(string Name, string Scope, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A key that was just made. It is shown here and never again.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Scope">read or admin.</param>
/// <param name="Key">The key: send it as <c>Authorization: Bearer KEY</c>.</param>
public sealed record NewKeyView(string Name, string Scope, string Key);
