using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>
/// Decides who may call. A key, when sent, decides wherever the call comes from. Without one, only calls on loopback are allowed, under
/// loopback host names and, for writes and for questions that may cause a pull, not from a foreign web page.
/// </summary>
internal sealed class Gatekeeper(SiloSettings settings, KeyRing keys, CallerLimits limits, ApiMetrics metrics)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        SecurityHeaders.Add(http);
        if (!http.Request.Path.StartsWithSegments("/health"))
        {
            var given = Caller.GivenKey(http.Request);
            var caller = new Caller(given is null ? null : keys.Find(given), Caller.IsOnLoopback(http), http.Connection.RemoteIpAddress);
            if ((TooMany(http, caller) ?? Refusal(http, caller, given is not null)) is { } refusal)
            {
                metrics.Refused(refusal.Status);
                await Results.Problem(refusal.Detail, statusCode: refusal.Status).ExecuteAsync(http);
                return;
            }

            http.Items[typeof(Caller)] = caller;
        }

        await next(http);
    }

    private Refused? TooMany(HttpContext http, Caller caller)
    {
        if (limits.MayCall(caller))
        {
            return null;
        }

        http.Response.Headers.RetryAfter = "1";
        return new(StatusCodes.Status429TooManyRequests, $"more than {settings.Access.Limits.RequestsPerSecond} calls a second; try again in a second");
    }

    private Refused? Refusal(HttpContext http, Caller caller, bool broughtKey)
    {
        if (caller.Key is { } key)
        {
            return key.Scope == KeyScope.Admin || IsForReaders(http.Request)
                ? null
                : new(StatusCodes.Status403Forbidden, $"the key '{key.Name}' may only read; this needs one of scope admin");
        }

        if (broughtKey || !caller.IsLocal || settings.Access.LoopbackNeedsKey)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new(StatusCodes.Status401Unauthorized, broughtKey
                ? "this key is unknown or was revoked"
                : "this address needs an API key: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        }

        // A web page can point a name of its own at 127.0.0.1; such a name is refused.
        if (!ListenRules.IsLoopback(http.Request.Host.Host))
        {
            return new(
                StatusCodes.Status403Forbidden,
                $"on loopback this silo answers to localhost and 127.0.0.1, not to '{Shown.Of(http.Request.Host.Host)}'");
        }

        return (!IsRead(http.Request.Method) || MayPull(http.Request)) && IsForeign(http.Request)
            ? new(StatusCodes.Status403Forbidden, "a page of another origin may not make changes or cause pulls")
            : null;
    }

    private static bool IsForReaders(HttpRequest request) =>
        IsRead(request.Method) && !request.Path.StartsWithSegments(KeysEndpoint.Root) && !request.Path.StartsWithSegments(AuditLogEndpoint.Root);

    private static bool MayPull(HttpRequest request) => request.Query.ContainsKey(CommonParameters.MaxAge.Name);

    // An image or a link of a page carries no Origin, but every current browser says whose page it was.
    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}")
            || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }

    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private sealed record Refused(int Status, string Detail);
}
