using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Silo.Api;
using OrderBookSilo.Silo.Configuration;

namespace OrderBookSilo.Silo.Security;

/// <summary>
/// Who may call. On loopback everyone, but only under loopback host names and, for writes, not from a foreign web page;
/// on any other address only with the API key.
/// </summary>
internal sealed class Gatekeeper(SiloSettings settings)
{
    private const string Bearer = "Bearer ";
    private readonly byte[]? keyHash = settings.ApiKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        if (Refusal(http) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private IResult? Refusal(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/health") || HasKey(http))
        {
            return null;
        }

        var isLocal = http.Connection.LocalIpAddress is { } address && System.Net.IPAddress.IsLoopback(address);
        if (!isLocal)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Refuse(StatusCodes.Status401Unauthorized, "this address needs an API key: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        }

        // A name that a web page made point at 127.0.0.1 is not this machine's own.
        if (!ListenRules.IsLoopback(http.Request.Host.Host))
        {
            return Refuse(StatusCodes.Status403Forbidden, $"on loopback this silo answers to localhost and 127.0.0.1, not to '{http.Request.Host.Host}'");
        }

        return IsForeignWrite(http.Request)
            ? Refuse(StatusCodes.Status403Forbidden, "a page of another origin may not write here")
            : null;
    }

    private bool HasKey(HttpContext http)
    {
        if (keyHash is null)
        {
            return false;
        }

        var authorization = http.Request.Headers.Authorization.ToString();
        var given = authorization.StartsWith(Bearer, StringComparison.Ordinal)
            ? authorization[Bearer.Length..]
            : http.Request.Headers["X-Api-Key"].ToString();
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), keyHash);
    }

    private static bool IsForeignWrite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}";
    }

    private static IResult Refuse(int status, string detail) => Results.Problem(detail, statusCode: status);
}
