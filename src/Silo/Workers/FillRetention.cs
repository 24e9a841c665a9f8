using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Forgets fills that are older than they are to be kept, at the start and every day. Any number of silos may do so.</summary>
internal sealed partial class FillRetention(SiloSettings settings, Warehouse warehouse, TimeProvider time, ILogger<FillRetention> log) : BackgroundService
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
            var months = await warehouse.DropOldFillsAsync(settings.KeepFillsMonths, cancel);
            if (months > 0)
            {
                LogDropped(months, settings.KeepFillsMonths);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Somebody reads them, or the right was not granted: they stay until tomorrow.
            LogNotDropped(problem.Message);
        }
    }

    [LoggerMessage(2211, LogLevel.Information, "the fills of {Months} months were dropped; {Kept} whole months and the present one are kept")]
    private partial void LogDropped(int months, int kept);

    [LoggerMessage(2212, LogLevel.Warning, "old fills were not dropped: {Message}")]
    private partial void LogNotDropped(string message);
}
