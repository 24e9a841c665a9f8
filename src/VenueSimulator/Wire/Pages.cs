using System.Text;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>HTML error pages of proxies and load balancers in front of an exchange.</summary>
internal static class Pages
{
    private const string Html = "text/html";

    public static Reply Gateway(int status)
    {
        var words = status switch
        {
            502 => "502 Bad Gateway",
            503 => "503 Service Temporarily Unavailable",
            504 => "504 Gateway Time-out",
            _ => "403 Forbidden",
        };
        var page = $"<html>\r\n<head><title>{words}</title></head>\r\n<body>\r\n<center><h1>{words}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        return new Reply(status, Encoding.ASCII.GetBytes(page), Html);
    }

    /// <summary>A page with status 200 where JSON is expected.</summary>
    public static Reply Maintenance { get; } =
        new(200, "<!DOCTYPE html><html><head><title>Maintenance</title></head><body><p>We'll be back soon.</p></body></html>"u8.ToArray(), Html);
}
