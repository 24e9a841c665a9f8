using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo accepts the settings that <c>deploy</c> proposes.</summary>
public sealed class DeploymentTests : IDisposable
{
    private readonly TempDirectory directory = new();

    private static readonly Dictionary<string, string?> Secrets = new()
    {
        ["ApiKey"] = "0123456789abcdef",
        ["ConnectionStrings:Warehouse"] = "Host=postgres;Username=orderbook;Database=orderbook;Password=secret",
    };

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_settings_file_of_the_systemd_unit_configures_a_silo_of_a_cluster()
    {
        var certificates = new TestCertificates(directory, IPAddress.Loopback, "none", TimeProvider.System.GetUtcNow().AddDays(1));

        var settings = Read(configuration => configuration.AddJsonFile(PathOf("settings.json")).AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{CertificateSettings.Section}:Path"] = certificates.CertificateFile,
            [$"{CertificateSettings.Section}:KeyPath"] = certificates.KeyFile,
            [$"{CertificateSettings.Section}:Password"] = "none",
        }));

        Assert.NotNull(settings.Cluster?.AdvertisedAddress);
        Assert.Equal(TlsRule.Required, settings.Access.Tls);
        Assert.StartsWith("s3://", settings.Archive.Location, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_of_the_compose_file_configures_a_silo_of_a_cluster_behind_one_address()
    {
        var environment = Regex.Matches(File.ReadAllText(PathOf("compose.yaml")), """^ +ORDERBOOK__(\w+): "?([^"\n]+)"?$""", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), match => (string?)match.Groups[2].Value);

        var settings = Read(configuration => configuration.AddInMemoryCollection(environment));

        Assert.NotNull(settings.Cluster);
        Assert.Equal(Egress.Shared, settings.Egress);
        Assert.NotNull(settings.Archive.S3.ServiceUrl);
    }

    [Fact]
    public void No_core_dump_with_secrets_in_it_is_written()
    {
        Assert.Matches(@"(?m)^LimitCORE=0$", File.ReadAllText(PathOf("orderbook.service")));
        Assert.Matches(@"(?m)^  ulimits:\n    core: 0$", File.ReadAllText(PathOf("compose.yaml")));
    }

    private static SiloSettings Read(Action<IConfigurationBuilder> add)
    {
        var configuration = new ConfigurationBuilder();
        add(configuration);
        return SiloSettings.Read(configuration.AddInMemoryCollection(Secrets).Build());
    }

    private static string PathOf(string file) => Path.Combine(Path.GetDirectoryName(Built.Launcher)!, "deploy", file);
}
