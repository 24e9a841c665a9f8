using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>
/// Decides who may call. A key, when sent, decides wherever the call comes from. Without one, only calls on loopback are allowed, under
/// loopback host names and, for writes, not from a foreign web page.
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

        return IsForeignWrite(http.Request) ? new(StatusCodes.Status403Forbidden, "a page of another origin may not make changes") : null;
    }

    private static bool IsForReaders(HttpRequest request) => IsRead(request.Method) && !request.Path.StartsWithSegments(KeysEndpoint.Root);

    private static bool IsForeignWrite(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return !IsRead(request.Method) && origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}";
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private sealed record Refused(int Status, string Detail);
}
