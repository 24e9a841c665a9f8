using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Security;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/keys</c>: the API keys for callers beyond loopback; for admins only.</summary>
internal static partial class KeysEndpoint
{
    /// <summary>Every route below it is for admins, reading included.</summary>
    public const string Root = "/api/keys";

    private const string Route = $"{Root}/{{name}}";

    private static readonly QueryParameter<string> Scope = Parameter.Choice("scope", "read may only read; admin may also make changes.", "read", "admin");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapTopic(ApiTags.Keys);
        keys.MapGet(Root, ListAsync).Describe("listKeys", "Every API key ever created, without the key itself.").Produces<IReadOnlyList<KeyView>>();
        keys.MapPost(Route, CreateAsync)
            .Describe("createKey", "Creates an API key and shows it, only in this answer.", "A name can be used only once.")
            .Takes(Scope)
            .Produces<NewKeyView>(StatusCodes.Status201Created)
            .Fails(409);
        keys.MapDelete(Route, RevokeAsync)
            .Describe("revokeKey", "Revokes an API key: within ten seconds no silo accepts it any more.")
            .Produces<KeyView>()
            .Fails(404);
    }

    private static async Task<IResult> ListAsync(ApiKeyStore store, CancellationToken cancel) =>
        Results.Ok((await store.ReadAllAsync(cancel)).Select(ViewOf));

    private static async Task<IResult> CreateAsync(
        string name, Query query, HttpContext http, ApiKeyStore store, KeyRing keys, TimeProvider time, ILogger<KeyRing> log, CancellationToken cancel)
    {
        var scope = query.Read(Scope);
        if (!ApiKey.IsName(name) || name == KeyRing.ConfiguredName)
        {
            return Problems.BadRequest(
                $"a key's name is made of a-z, 0-9, '.', '_' and '-', is at most {ApiKey.NameLengthMax} long and not '{KeyRing.ConfiguredName}'");
        }

        await keys.ReadAsync(cancel);
        if (keys.StoredCount >= KeyRing.KeysMax)
        {
            return Problems.Conflict($"there are already {KeyRing.KeysMax} keys; revoke one first");
        }

        var text = ApiKey.NewText();
        if (!await store.AddAsync(new ApiKeyRow(name, scope, ApiKey.Hash(text), time.GetUtcNow(), null), cancel))
        {
            return Problems.Conflict($"the name '{name}' was used before, and a name can be used only once; choose another");
        }

        LogCreated(log, name, scope, Caller.NameOf(http));
        await keys.ReadAsync(cancel);
        return Results.Json(new NewKeyView(name, scope, text), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(
        string name, HttpContext http, ApiKeyStore store, KeyRing keys, TimeProvider time, ILogger<KeyRing> log, CancellationToken cancel)
    {
        if (!ApiKey.IsName(name) || !await store.RevokeAsync(name, time.GetUtcNow(), cancel))
        {
            var known = (await store.ReadAllAsync(cancel)).Where(row => row.RevokedAt is null).Select(row => row.Name);
            return Problems.NotFound("there is no key with that name; GET /api/keys lists all", Nearest.To(Shown.Of(name), known));
        }

        LogRevoked(log, name, Caller.NameOf(http));
        await keys.ReadAsync(cancel);
        return Results.Ok(ViewOf((await store.ReadAllAsync(cancel)).Single(row => row.Name == name)));
    }

    [LoggerMessage(2602, LogLevel.Information, "API key {Name} of scope {Scope} was created by {Caller}")]
    private static partial void LogCreated(ILogger log, string name, string scope, string caller);

    [LoggerMessage(2603, LogLevel.Information, "API key {Name} was revoked by {Caller}")]
    private static partial void LogRevoked(ILogger log, string name, string caller);

    private static KeyView ViewOf(ApiKeyRow row) => new(row.Name, row.Scope, row.CreatedAt, row.RevokedAt);
}
