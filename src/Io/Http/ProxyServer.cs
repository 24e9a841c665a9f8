using System.Net;

namespace OrderBookSilo.Io.Http;

/// <summary>A forward proxy for outgoing requests. Its name is its host and port; its credentials are never shown.</summary>
public sealed class ProxyServer
{
    private readonly Uri address;
    private readonly NetworkCredential? credentials;

    private ProxyServer(Uri address, NetworkCredential? credentials)
    {
        this.address = address;
        this.credentials = credentials;
    }

    /// <summary>Host and port.</summary>
    public string Name => address.Authority;

    /// <summary>Parses <c>http://[user:password@]host:port</c>, with user and password percent-encoded.</summary>
    public static ProxyServer? TryParse(string text)
    {
        var isProxy = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp
            && uri.PathAndQuery == "/"
            && uri.Fragment.Length == 0
            && uri.Host.Length > 0
            && HasPort(text);
        if (!isProxy)
        {
            return null;
        }

        // Without the user, because addresses appear in messages.
        var address = new UriBuilder(Uri.UriSchemeHttp, uri!.Host, uri.Port).Uri;
        var user = uri.UserInfo.Split(':', 2);
        return new ProxyServer(
            address,
            uri.UserInfo.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? "")));
    }

    public override string ToString() => Name;

    internal IWebProxy ToWebProxy() => new WebProxy(address) { Credentials = credentials };

    // A proxy without a port is more likely a mistake than a proxy on port 80.
    private static bool HasPort(string text) =>
        text.TrimEnd('/') is var whole && whole[(whole.LastIndexOf(':') + 1)..] is { Length: > 0 } port && port.All(char.IsAsciiDigit);
}
