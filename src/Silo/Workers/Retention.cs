using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>
/// Drops fills older than the configured months and entries of the audit log older than the configured days, at start and daily.
/// Several silos may do so at once.
/// </summary>
internal sealed partial class Retention(SiloSettings settings, FactRetention facts, IAuditLog changes, TimeProvider time, ILogger<Retention> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await DropFillsAsync(stoppingToken);
            await DropChangesAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropFillsAsync(CancellationToken cancel)
    {
        if (settings.KeepFillsMonths == 0)
        {
            return;
        }

        try
        {
            var months = await facts.DropOldFillsAsync(settings.KeepFillsMonths, cancel);
            if (months > 0)
            {
                LogFillsDropped(months, settings.KeepFillsMonths);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A reader holds a lock, or the right was not granted: try again tomorrow.
            LogFillsNotDropped(problem.Message);
        }
    }

    private async Task DropChangesAsync(CancellationToken cancel)
    {
        if (settings.KeepAuditLogDays == 0)
        {
            return;
        }

        try
        {
            var entries = await changes.DropOldAsync(settings.KeepAuditLogDays, cancel);
            if (entries > 0)
            {
                LogChangesDropped(entries, settings.KeepAuditLogDays);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogChangesNotDropped(problem.Message);
        }
    }

    [LoggerMessage(2211, LogLevel.Information, "Dropped the fills of {Months} months; {Kept} whole months and the current one are kept")]
    private partial void LogFillsDropped(int months, int kept);

    [LoggerMessage(2212, LogLevel.Warning, "Could not drop old fills: {Message}")]
    private partial void LogFillsNotDropped(string message);

    [LoggerMessage(2213, LogLevel.Information, "Dropped {Entries} entries of the audit log; those of the last {Kept} days are kept")]
    private partial void LogChangesDropped(long entries, int kept);

    [LoggerMessage(2214, LogLevel.Warning, "Could not drop old entries of the audit log: {Message}")]
    private partial void LogChangesNotDropped(string message);
}
