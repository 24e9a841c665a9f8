using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Support;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>A renewed certificate that was copied with its original file times.</summary>
public sealed class RenewedCertificateTests : IDisposable
{
    private const string Password = "password of the key";
    private static readonly DateTimeOffset FirstEnd = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>The new key is older than the old certificate, or the new certificate than both old files.</summary>
    [Theory]
    [InlineData(+3, -1)]
    [InlineData(-2, -1)]
    [InlineData(-1, +3)]
    public async Task It_is_loaded_whatever_the_times_of_its_files(int certificateDays, int keyDays)
    {
        var clock = new TimerCountingClock(Some.Hour);
        var files = Write(FirstEnd, certificateDays: 0, keyDays: 0);
        var settings = SiloSettings.Read((IConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{CertificateSettings.Section}:Path"] = files.CertificateFile,
            [$"{CertificateSettings.Section}:KeyPath"] = files.KeyFile,
            [$"{CertificateSettings.Section}:Password"] = Password,
        }).Build());
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var certificate = new ServerCertificate(settings, clock, services.GetRequiredService<IMeterFactory>(), NullLogger<ServerCertificate>.Instance);
        await certificate.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => clock.TimersCreated == 1, "the certificate to be watched");
        Assert.Equal(FirstEnd, EndOf(certificate));

        Write(FirstEnd.AddDays(60), certificateDays, keyDays);
        clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.HoldsAsync(() => EndOf(certificate) == FirstEnd.AddDays(60), "the new certificate");
        await certificate.StopAsync(CancellationToken.None);
    }

    private TestCertificates Write(DateTimeOffset end, int certificateDays, int keyDays)
    {
        var files = new TestCertificates(directory, IPAddress.Loopback, Password, end);
        File.SetLastWriteTimeUtc(files.CertificateFile, new DateTime(2026, 11, 10, 0, 0, 0, DateTimeKind.Utc).AddDays(certificateDays));
        File.SetLastWriteTimeUtc(files.KeyFile, new DateTime(2026, 11, 10, 0, 0, 0, DateTimeKind.Utc).AddDays(keyDays));
        return files;
    }

    private static DateTimeOffset EndOf(ServerCertificate certificate)
    {
        var connection = new SslServerAuthenticationOptions();
        certificate.Give(connection);
        return connection.ServerCertificateContext!.TargetCertificate.NotAfter.ToUniversalTime();
    }
}
