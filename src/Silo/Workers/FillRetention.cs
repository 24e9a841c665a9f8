using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Drops fills that are older than the configured months, at the start and every day. Any number of silos may do so.</summary>
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

    [LoggerMessage(2211, LogLevel.Information, "the fills of {Months} months were dropped; {Kept} whole months and the present one are kept")]
    private partial void LogDropped(int months, int kept);

    [LoggerMessage(2212, LogLevel.Warning, "old fills were not dropped: {Message}")]
    private partial void LogNotDropped(string message);
}
