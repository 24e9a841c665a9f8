using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Starts the private database again when it has ended; one that does not come up, or not for long, is waited for longer each time.</summary>
internal sealed partial class DatabaseKeeper(PrivatePostgres server, TimeProvider time, ILogger<DatabaseKeeper> log) : BackgroundService
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (pause, triedAt) = (LookPeriod, time.GetTimestamp());
        using var timer = new PeriodicTimer(LookPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!server.IsRunning && time.GetElapsedTime(triedAt) >= pause)
            {
                // One that ran for long begins with the shortest pause.
                pause = time.GetElapsedTime(triedAt) > PauseMax * 2 ? LookPeriod : Shorter(pause * 2, PauseMax);
                await StartAgainAsync(pause);
                triedAt = time.GetTimestamp();
            }
        }
    }

    private async Task StartAgainAsync(TimeSpan pause)
    {
        LogEnded(server.ProcessId);
        try
        {
            await server.StartAgainAsync();
            LogStarted(server.ProcessId);
        }
        catch (Exception e)
        {
            LogNotStarted(e.Message, pause);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(2701, LogLevel.Error, "the silo's own PostgreSQL, process {ProcessId}, has ended; it is started again")]
    private partial void LogEnded(int processId);

    [LoggerMessage(2702, LogLevel.Warning, "the silo's own PostgreSQL runs again, process {ProcessId}")]
    private partial void LogStarted(int processId);

    [LoggerMessage(2703, LogLevel.Error, "the silo's own PostgreSQL did not start ({Reason}); the next try is in {Pause}")]
    private partial void LogNotStarted(string reason, TimeSpan pause);
}

internal static class DatabaseKeeping
{
    /// <summary>Keeps a private database running; a configured one is not ours to start.</summary>
    public static IServiceCollection KeepRunning(this IServiceCollection services, PrivatePostgres? server) =>
        server is null ? services : services.AddSingleton(server).AddHostedService<DatabaseKeeper>();
}
