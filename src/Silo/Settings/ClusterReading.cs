using System.Net;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Reads whether and how this silo takes part in a cluster.</summary>
internal static class ClusterReading
{
    private const int SiloPortDefault = 11111;
    private const int GatewayPortDefault = 30000;
    private const int IdLengthMax = 100;

    /// <summary>Null when the silo is alone; throws <see cref="ConfigurationException"/> for what cannot be a cluster.</summary>
    public static ClusterSettings? ReadCluster(this ConfiguredValues values)
    {
        if (!values.Flag("Cluster:Enabled"))
        {
            return null;
        }

        // What one silo wrote, every other must be able to read.
        Need(values, "ConnectionStrings:Warehouse", "the silos of a cluster share one database, so it must be named");
        Need(values, "Archive", "the silos of a cluster share one archive, so it must be named: s3://bucket/prefix, or file:DIR on a disk that all of them have");
        var mayBePublic = values.Flag("Cluster:PublicAddress");
        return new ClusterSettings(
            Id(values, "Cluster:ClusterId"),
            Id(values, "Cluster:ServiceId"),
            values.Integer("Cluster:SiloPort", SiloPortDefault, 0, IPEndPoint.MaxPort),
            values.Integer("Cluster:GatewayPort", GatewayPortDefault, 0, IPEndPoint.MaxPort),
            Address(values, mayBePublic),
            mayBePublic);
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
            throw new ConfigurationException(key, $"'{text}' is not an address that others could call, such as 10.0.0.5");
        }

        PrivateNetwork.Check(address, mayBePublic);
        return address;
    }
}
