using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Where the silo may listen: on loopback freely, anywhere else only with an API key; https only with a certificate.</summary>
internal static class ListenRules
{
    private const int ApiKeyLengthMin = 16;

    public static void Check(SiloSettings settings)
    {
        var access = settings.Access;
        foreach (var url in settings.Urls)
        {
            var address = Parse(url);
            if (address.Scheme == Uri.UriSchemeHttps && access.Certificate is null)
            {
                throw new ConfigurationException(
                    "urls", $"{url} needs a certificate: {CertificateSettings.Section}:Path and :KeyPath, or a PKCS #12 file as :Path");
            }

            if (IsPlainBeyondLoopback(address) && access.Tls == TlsRule.Required)
            {
                throw new ConfigurationException("urls", $"{url} is plain HTTP for others to read along, and Tls is required; write https");
            }
        }

        if (access.ApiKey is { Length: < ApiKeyLengthMin })
        {
            throw new ConfigurationException("ApiKey", $"too short: at least {ApiKeyLengthMin} characters");
        }

        using var certificate = access.Certificate?.Load();
    }

    /// <summary>Refuses to let others in when there is no key, in the settings or in the database, that could keep anyone out.</summary>
    public static void CheckKeys(SiloSettings settings, int storedKeys)
    {
        if (settings.Access.ApiKey is null && storedKeys == 0 && settings.Urls.FirstOrDefault(url => !IsLoopback(Parse(url).Host)) is { } open)
        {
            throw new ConfigurationException(
                "ApiKey",
                $"listening on {open} lets others in, so an API key is needed: ORDERBOOK__ApiKey, the file /run/secrets/ApiKey, "
                + "or one made on loopback before with ./orderbook key create");
        }
    }

    /// <summary>The addresses beyond loopback where everybody on the way can read keys and answers, unless something before the silo encrypts.</summary>
    public static IEnumerable<string> PlainAddresses(SiloSettings settings) =>
        settings.Access.Tls == TlsRule.Elsewhere ? [] : settings.Urls.Where(url => IsPlainBeyondLoopback(Parse(url)));

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsPlainBeyondLoopback(Uri address) => address.Scheme == Uri.UriSchemeHttp && !IsLoopback(address.Host);

    private static Uri Parse(string url) =>
        Uri.TryCreate(url.Replace("*", "any.invalid").Replace("+", "any.invalid"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new ConfigurationException("urls", $"'{url}' is not an address to listen on; write {SiloSettings.DefaultUrl}");
}
