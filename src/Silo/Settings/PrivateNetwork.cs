using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Distinguishes private addresses from those that the internet can reach.</summary>
internal static class PrivateNetwork
{
    // RFC 1918, RFC 6598 (carrier-grade NAT, which private networks use too), link-local, unique local.
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || Networks.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>Refuses a public address for the ports of a cluster, which have no authentication.</summary>
    public static void Check(IPAddress address, bool mayBePublic)
    {
        if (!mayBePublic && !Has(address))
        {
            throw new ConfigurationException(
                "Cluster:AdvertisedAddress",
                $"{address} is a public address, and anyone who reaches a cluster's ports has full control; use a private address, "
                + "or set Cluster:PublicAddress to true when a firewall lets only the silos in");
        }
    }
}
