using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// Compares this silo's clock with the database's, before any grain starts and every few seconds; logs when it begins to be off and
/// when it is right again.
/// </summary>
internal sealed partial class ClockWatch(ClockOffset clock, TimeProvider time, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private ClockState logged = ClockState.Ok;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            await clock.ReadAsync(cancel);
        }
        catch (Exception unread) when (unread is StoreUnavailableException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            // The last reading, carried on by the monotonic clock, still counts.
        }

        LogChange(clock.State);
    }

    private void LogChange(ClockState state)
    {
        if (state == logged)
        {
            return;
        }

        logged = state;
        switch (state)
        {
            case ClockState.Ok:
                LogRight();
                break;
            case ClockState.Off:
                LogOff(clock.Describe());
                break;
            default:
                LogUnknown();
                break;
        }
    }

    [LoggerMessage(2111, LogLevel.Information, "The clock of this silo agrees with the database's again")]
    private partial void LogRight();

    [LoggerMessage(2112, LogLevel.Error, "Nothing is pulled and no slot is closed: {Reason}")]
    private partial void LogOff(string reason);

    [LoggerMessage(2113, LogLevel.Warning, "Clock unknown: it could not be compared with the database's yet; pulls wait in the spool")]
    private partial void LogUnknown();
}
