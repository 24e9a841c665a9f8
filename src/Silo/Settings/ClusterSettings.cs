using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>How this silo takes part in a cluster; without these settings it is a single silo.</summary>
/// <param name="ClusterId">Silos with the same id find each other in the database.</param>
/// <param name="ServiceId">Identity of the grains: their stored state is found only under the same id.</param>
/// <param name="SiloPort">Port for other silos; 0 takes a free one, and the same again at the next start.</param>
/// <param name="GatewayPort">Port for clients of the cluster; 0 takes a free one, and the same again at the next start.</param>
/// <param name="AdvertisedAddress">The address where other silos reach this one, and the only one it listens on; null for the host's own.</param>
/// <param name="MayBePublic">Whether that address may be a public one, because a firewall protects it.</param>
/// <param name="PortDirectory">Where ports that were free are remembered; null remembers none.</param>
internal sealed record ClusterSettings(
    string ClusterId,
    string ServiceId,
    int SiloPort,
    int GatewayPort,
    IPAddress? AdvertisedAddress,
    bool MayBePublic = false,
    MembershipTiming? Membership = null,
    string? PortDirectory = null)
{
    public const string DefaultId = "orderbook";
}

/// <summary>How fast a lost silo is noticed, against how easily a slow one is taken for lost.</summary>
/// <param name="ProbeTimeout">How long a silo may take to answer another's probe; probes are sent as often.</param>
/// <param name="MissedProbes">So many unanswered probes in a row are a vote that the silo is dead.</param>
/// <param name="AlivePeriod">
/// How often a silo writes to the database that it is alive. One that missed three counts neither as a voter nor as someone that
/// a new silo has to reach, so that the last of several silos can declare the others dead, and a restarted cluster does not wait.
/// </param>
internal sealed record MembershipTiming(TimeSpan ProbeTimeout, int MissedProbes, TimeSpan AlivePeriod)
{
    public static readonly MembershipTiming Default = new(TimeSpan.FromSeconds(3), 3, TimeSpan.FromSeconds(5));
}
