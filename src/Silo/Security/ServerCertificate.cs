using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>The https certificate from its files, checked every few seconds so that a renewal needs no restart.</summary>
internal sealed partial class ServerCertificate : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly CertificateSettings? settings;
    private readonly TimeProvider time;
    private readonly ILogger<ServerCertificate> log;
    private (DateTime Certificate, DateTime Key) readAt;
    private volatile SslStreamCertificateContext? context;

    public ServerCertificate(SiloSettings settings, TimeProvider time, IMeterFactory meters, ILogger<ServerCertificate> log)
    {
        (this.settings, this.time, this.log) = (settings.Access.Certificate, time, log);
        if (this.settings is not null)
        {
            Read();
            meters.Create(PullMetrics.MeterName).CreateObservableGauge(
                "orderbook_certificate_expiry_timestamp_seconds",
                () => new DateTimeOffset(context!.TargetCertificate.NotAfter).ToUnixTimeSeconds(),
                description: "When the https certificate expires, in seconds since 1970.");
        }
    }

    /// <summary>Gives new connections the current certificate; Kestrel by itself would keep the one from the start.</summary>
    public void Give(SslServerAuthenticationOptions connection) => connection.ServerCertificateContext = context ?? connection.ServerCertificateContext;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            ReadWhenNew();
        }
    }

    private void ReadWhenNew()
    {
        if (WrittenAt() == readAt)
        {
            return;
        }

        try
        {
            Read();
            LogRead(context!.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception problem)
        {
            // Perhaps only one of two files has been replaced yet; the next check sees both.
            LogNotRead(problem.Message);
        }
    }

    private void Read()
    {
        var writtenAt = WrittenAt();
        var certificate = settings!.Load();
        var chain = new X509Certificate2Collection();
        if (settings.KeyPath is not null)
        {
            chain.ImportFromPemFile(settings.Path);
        }

        context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        readAt = writtenAt;
    }

    // Each file is compared with its own last time: a renewal that keeps file times can bring a key that is older than the previous certificate.
    private (DateTime Certificate, DateTime Key) WrittenAt() =>
        (File.GetLastWriteTimeUtc(settings!.Path), File.GetLastWriteTimeUtc(settings.KeyPath ?? settings.Path));

    [LoggerMessage(2605, LogLevel.Information, "Loaded a new certificate; it expires {End:u}")]
    private partial void LogRead(DateTime end);

    [LoggerMessage(2606, LogLevel.Warning, "{Problem}; keeping the previous certificate")]
    private partial void LogNotRead(string problem);
}
