using Microsoft.Extensions.Configuration;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>The ports of a cluster have no authentication, so they stay on private addresses.</summary>
public sealed class ClusterPortTests
{
    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("172.31.255.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("fd00::5")]
    public void A_private_address_is_accepted(string address) => Assert.NotNull(Read(address, mayBePublic: false).Cluster?.AdvertisedAddress);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    public void A_public_address_is_refused_unless_a_firewall_is_declared(string address)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read(address, mayBePublic: false));

        Assert.Contains("Cluster:PublicAddress", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(Read(address, mayBePublic: true).Cluster);
    }

    private static SiloSettings Read(string address, bool mayBePublic) => SiloSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cluster:Enabled"] = "true",
            ["Cluster:AdvertisedAddress"] = address,
            ["Cluster:PublicAddress"] = mayBePublic ? "true" : "false",
            ["Archive"] = "file:/archive",
            ["ConnectionStrings:Warehouse"] = "Host=postgres",
        })
        .Build());
}
