using System.Net;

namespace OrderBookSilo.Silo.Configuration;

/// <summary>Where the silo may listen: on loopback freely, anywhere else only with an API key.</summary>
internal static class ListenRules
{
    private const int ApiKeyLengthMin = 16;

    public static void Check(SiloSettings settings)
    {
        foreach (var url in settings.Urls)
        {
            if (!Uri.TryCreate(url.Replace("*", "any.invalid").Replace("+", "any.invalid"), UriKind.Absolute, out var address)
                || address.Scheme is not ("http" or "https"))
            {
                throw new ConfigurationException("urls", $"'{url}' is not an address to listen on; write {SiloSettings.DefaultUrl}");
            }

            if (!IsLoopback(address.Host) && settings.ApiKey is null)
            {
                throw new ConfigurationException(
                    "ApiKey", $"listening on {url} lets others in, so an API key is needed (ORDERBOOK__ApiKey or the file /run/secrets/ApiKey)");
            }
        }

        if (settings.ApiKey is { Length: < ApiKeyLengthMin })
        {
            throw new ConfigurationException("ApiKey", $"too short: at least {ApiKeyLengthMin} characters");
        }
    }

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
