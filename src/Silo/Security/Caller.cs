using System.Net;
using System.Net.Sockets;

namespace OrderBookSilo.Silo.Security;

/// <summary>The caller, as far as it is known: the holder of a key, somebody on this machine, or an address.</summary>
internal sealed record Caller(ApiKey? Key, bool IsLocal, IPAddress? Address)
{
    private const string Bearer = "Bearer ";
    private const int NetworkBytesOfIPv6 = 8;

    /// <summary>The caller's name in the log.</summary>
    public static string NameOf(HttpContext http) => http.Items[typeof(Caller)] is Caller { Key: { } key } ? $"key {key.Name}" : "somebody on loopback";

    /// <summary>The key that a request carries, or null.</summary>
    public static string? GivenKey(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var given = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers["X-Api-Key"].ToString();
        return given.Length > 0 ? given : null;
    }

    /// <summary>
    /// Whether a request comes from this machine. A request that a proxy forwarded does not: it arrives over loopback from anywhere.
    /// </summary>
    public static bool IsOnLoopback(HttpContext http) =>
        http.Connection.LocalIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("Forwarded")
        && !http.Request.Headers.ContainsKey("Via");

    /// <summary>The account under which calls are counted; for IPv6 the network, because a host can use any number of addresses in it.</summary>
    public string Account => Key is { } key ? $"key {key.Name}" : $"address {Network(Address)}";

    private static string Network(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytesOfIPv6))
            : address?.ToString() ?? "unknown";
    }
}
