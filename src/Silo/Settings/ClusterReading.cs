using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Reads the cluster settings.</summary>
internal static class ClusterReading
{
    private const int SiloPortDefault = 11111;
    private const int GatewayPortDefault = 30000;
    private const int IdLengthMax = 100;
    private const int MissedProbesMax = 100;
    private static readonly TimeSpan TimeMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);

    /// <summary>Null for a single silo; throws <see cref="ConfigurationException"/> for invalid cluster settings.</summary>
    public static ClusterSettings? ReadCluster(this ConfiguredValues values, string dataDirectory)
    {
        if (!values.Flag("Cluster:Enabled"))
        {
            return null;
        }

        // Every silo must be able to read what the others wrote.
        Need(values, "ConnectionStrings:Warehouse", "the silos of a cluster share one database; set its connection string");
        Need(values, "Archive", "the silos of a cluster share one archive; set s3://bucket/prefix, or file:DIR on a disk that all of them can access");
        var mayBePublic = values.Flag("Cluster:PublicAddress");
        return new ClusterSettings(
            Id(values, "Cluster:ClusterId"),
            Id(values, "Cluster:ServiceId"),
            values.Integer("Cluster:SiloPort", SiloPortDefault, 0, IPEndPoint.MaxPort),
            values.Integer("Cluster:GatewayPort", GatewayPortDefault, 0, IPEndPoint.MaxPort),
            Address(values, mayBePublic),
            mayBePublic,
            new MembershipTiming(
                Time(values, "Cluster:ProbeTimeout", MembershipTiming.Default.ProbeTimeout),
                values.Integer("Cluster:MissedProbes", MembershipTiming.Default.MissedProbes, 1, MissedProbesMax),
                Time(values, "Cluster:AlivePeriod", MembershipTiming.Default.AlivePeriod)),
            dataDirectory);
    }

    private static TimeSpan Time(ConfiguredValues values, string key, TimeSpan byDefault)
    {
        var time = values.Duration(key) ?? byDefault;
        return time >= TimeMin && time <= TimeMax
            ? time
            : throw new ConfigurationException(key, $"{time.TotalSeconds:0.###} s is not from {TimeMin.TotalSeconds} s to {TimeMax.TotalSeconds} s");
    }

    private static void Need(ConfiguredValues values, string key, string why)
    {
        if (values.Text(key) is null)
        {
            throw new ConfigurationException(key, why);
        }
    }

    private static string Id(ConfiguredValues values, string key)
    {
        var text = values.Text(key) ?? ClusterSettings.DefaultId;
        return text.Length <= IdLengthMax && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? text
            : throw new ConfigurationException(key, $"'{text}' is not a name of letters, digits, '-', '_' and '.', at most {IdLengthMax} long");
    }

    private static IPAddress? Address(ConfiguredValues values, bool mayBePublic)
    {
        const string key = "Cluster:AdvertisedAddress";
        if (values.Text(key) is not { } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            throw new ConfigurationException(key, $"'{text}' is not an address that other silos can reach, such as 10.0.0.5");
        }

        PrivateNetwork.Check(address, mayBePublic);
        return address;
    }
}
