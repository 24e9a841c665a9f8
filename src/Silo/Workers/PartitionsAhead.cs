using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Makes the partitions of the next month every day, long before anything is written to them.</summary>
internal sealed partial class PartitionsAhead(Warehouse warehouse, TimeProvider time, ILogger<PartitionsAhead> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await warehouse.EnsurePartitionsAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // A commit makes its own partition when it finds none.
                LogNotMade(problem.Message);
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "the next month's partitions were not made: {Message}")]
    private partial void LogNotMade(string message);
}
