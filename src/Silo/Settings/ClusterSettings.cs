using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>How this silo takes part in a cluster of several; a silo without these settings is alone.</summary>
/// <param name="ClusterId">Silos with the same one find each other in the database.</param>
/// <param name="ServiceId">Whose grains these are; what the grains keep is found again under the same one only.</param>
/// <param name="SiloPort">Where the other silos call; 0 takes a free port.</param>
/// <param name="GatewayPort">Where clients of the cluster call; 0 takes a free port.</param>
/// <param name="AdvertisedAddress">The address under which the others reach this silo, and the only one it listens on; null is the host's own.</param>
/// <param name="MayBePublic">Whether that address may be one that the internet reaches, because a firewall stands before it.</param>
internal sealed record ClusterSettings(string ClusterId, string ServiceId, int SiloPort, int GatewayPort, IPAddress? AdvertisedAddress, bool MayBePublic = false)
{
    public const string DefaultId = "orderbook";
}
