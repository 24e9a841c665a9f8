using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>The certificate of https as its files hold it: looked at every few seconds, so that a renewal needs no restart.</summary>
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
                description: "When the certificate of https ends, in seconds since 1970.");
        }
    }

    /// <summary>Hands a new connection the certificate of now; Kestrel's own is that of the start.</summary>
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
            // Perhaps only one of two files is there yet; the next look will tell.
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

    // Each of its own: of a renewal that keeps its files' times, the key may be older than the certificate that was there.
    private (DateTime Certificate, DateTime Key) WrittenAt() =>
        (File.GetLastWriteTimeUtc(settings!.Path), File.GetLastWriteTimeUtc(settings.KeyPath ?? settings.Path));

    [LoggerMessage(2605, LogLevel.Information, "a new certificate was read; it ends {End:u}")]
    private partial void LogRead(DateTime end);

    [LoggerMessage(2606, LogLevel.Warning, "{Problem}; the certificate read last stays")]
    private partial void LogNotRead(string problem);
}
