using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Creates the partitions of the next month ahead of time, in a daily check.</summary>
internal sealed partial class PartitionsAhead(Partitions partitions, TimeProvider time, ILogger<PartitionsAhead> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await partitions.EnsureAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // If this fails, a commit creates its own missing partition.
                LogNotMade(problem.Message);
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "Could not create the next month's partitions: {Message}")]
    private partial void LogNotMade(string message);
}
