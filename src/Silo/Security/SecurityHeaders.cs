namespace OrderBookSilo.Silo.Security;

/// <summary>Headers that tell browsers not to frame, cache or sniff answers, which are data.</summary>
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

    /// <summary>Headers for a page: it may run scripts with the nonce, and load from and call this silo only.</summary>
    public static void AllowPage(HttpContext http, string nonce) =>
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
