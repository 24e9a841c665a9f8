using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Rules for the addresses the silo listens on: beyond loopback only with an API key, and https only with a certificate.</summary>
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
                throw new ConfigurationException("urls", $"{url} is plain HTTP, which others can read, and Tls is required; write https");
            }
        }

        if (access.ApiKey is { Length: < ApiKeyLengthMin })
        {
            throw new ConfigurationException("ApiKey", $"too short: at least {ApiKeyLengthMin} characters");
        }

        using var certificate = access.Certificate?.Load();
    }

    /// <summary>Refuses addresses beyond loopback when neither the settings nor the database have a key.</summary>
    public static void CheckKeys(SiloSettings settings, int storedKeys)
    {
        if (settings.Access.ApiKey is null && storedKeys == 0 && settings.Urls.FirstOrDefault(url => !IsLoopback(Parse(url).Host)) is { } open)
        {
            throw new ConfigurationException(
                "ApiKey",
                $"listening on {open} needs an API key: ORDERBOOK__ApiKey, the file /run/secrets/ApiKey, "
                + "or a key created on loopback beforehand with ./orderbook key create");
        }
    }

    /// <summary>The addresses where keys and answers can be read on the network, unless something in front of the silo encrypts.</summary>
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
