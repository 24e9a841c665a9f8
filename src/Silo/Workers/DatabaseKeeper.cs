using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Restarts the private database when it has ended, with longer pauses while it does not start or soon ends again.</summary>
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
                // After a long run, restarts begin with the shortest pause again.
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

    [LoggerMessage(2701, LogLevel.Error, "The silo's own PostgreSQL, process {ProcessId}, has ended; restarting it")]
    private partial void LogEnded(int processId);

    [LoggerMessage(2702, LogLevel.Warning, "The silo's own PostgreSQL is running again, process {ProcessId}")]
    private partial void LogStarted(int processId);

    [LoggerMessage(2703, LogLevel.Error, "The silo's own PostgreSQL did not start ({Reason}); retrying in {Pause}")]
    private partial void LogNotStarted(string reason, TimeSpan pause);
}

internal static class DatabaseKeeping
{
    /// <summary>Keeps the private database running; a configured one is managed elsewhere.</summary>
    public static IServiceCollection KeepRunning(this IServiceCollection services, PrivatePostgres? server) =>
        server is null ? services : services.AddSingleton(server).AddHostedService<DatabaseKeeper>();
}
