using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Drops fills older than the configured months, at start and daily. Several silos may do so at once.</summary>
internal sealed partial class FillRetention(SiloSettings settings, FactRetention retention, TimeProvider time, ILogger<FillRetention> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.KeepFillsMonths == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await DropAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropAsync(CancellationToken cancel)
    {
        try
        {
            var months = await retention.DropOldFillsAsync(settings.KeepFillsMonths, cancel);
            if (months > 0)
            {
                LogDropped(months, settings.KeepFillsMonths);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A reader holds a lock, or the right was not granted: try again tomorrow.
            LogNotDropped(problem.Message);
        }
    }

    [LoggerMessage(2211, LogLevel.Information, "Dropped the fills of {Months} months; {Kept} whole months and the current one are kept")]
    private partial void LogDropped(int months, int kept);

    [LoggerMessage(2212, LogLevel.Warning, "Could not drop old fills: {Message}")]
    private partial void LogNotDropped(string message);
}
