namespace OrderBookSilo.Silo.Security;

/// <summary>What a browser is told about every answer: it is data, for nobody to frame, cache or guess at.</summary>
internal static class SecurityHeaders
{
    private const string OneYear = "max-age=31536000";

    public static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OneYear;
        }
    }
}
