using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>How this silo takes part in a cluster; without these settings it is a single silo.</summary>
/// <param name="ClusterId">Silos with the same id find each other in the database.</param>
/// <param name="ServiceId">Identity of the grains: their stored state is found only under the same id.</param>
/// <param name="SiloPort">Port for other silos; 0 takes a free one.</param>
/// <param name="GatewayPort">Port for clients of the cluster; 0 takes a free one.</param>
/// <param name="AdvertisedAddress">The address where other silos reach this one, and the only one it listens on; null for the host's own.</param>
/// <param name="MayBePublic">Whether that address may be a public one, because a firewall protects it.</param>
internal sealed record ClusterSettings(string ClusterId, string ServiceId, int SiloPort, int GatewayPort, IPAddress? AdvertisedAddress, bool MayBePublic = false)
{
    public const string DefaultId = "orderbook";
}
