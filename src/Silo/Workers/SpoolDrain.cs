using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Silo.Observability;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Drains the spool while the silo runs, and logs when it fills and when it is empty again.</summary>
internal sealed partial class SpoolDrain(
    SpoolDrainer drainer, Spool spool, SpoolMetrics metrics, TimeProvider time, ILogger<SpoolDrain> log) : BackgroundService
{
    private int drained;
    private bool wasWaiting;
    private bool wasFull;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (spool.Look() is { Quarantined: > 0 } found)
        {
            LogQuarantinedFound(found.Quarantined);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await DrainAsync(stoppingToken), time, stoppingToken);
        }
    }

    // Whatever error a store returns, the waiting entries are tried again: if the drain ended, they would wait for ever.
    private async Task<TimeSpan> DrainAsync(CancellationToken stopping)
    {
        try
        {
            var result = await drainer.RunAsync(stopping);
            LogResult(result);
            return result.Next;
        }
        catch (Exception bug) when (!stopping.IsCancellationRequested)
        {
            LogThrew(bug);
            return SpoolDrainer.RetryDelay;
        }
    }

    private void LogResult(DrainResult result)
    {
        metrics.Drained(result.Drained);
        drained += result.Drained;
        foreach (var entry in result.Quarantined)
        {
            LogQuarantined(entry.Number, entry.Market.ToString(), entry.Slot, entry.Reason);
        }

        var waiting = spool.Look();
        if (waiting.IsFull && !wasFull)
        {
            LogFull(waiting.Refusal!.Message, waiting.Entries, waiting.Bytes, waiting.BytesMax);
        }

        if (waiting.Entries > 0 && !wasWaiting)
        {
            LogWaiting(result.Unavailable?.Message ?? "it is being handed over");
        }
        else if (waiting.Entries == 0 && drained > 0)
        {
            LogDrained(drained);
            drained = 0;
        }

        wasWaiting = waiting.Entries > 0;
        wasFull = waiting.IsFull;
    }

    [LoggerMessage(2401, LogLevel.Warning, "Pulls wait in the spool: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(2402, LogLevel.Information, "The spool is empty; {Entries} entries were handed over")]
    private partial void LogDrained(int entries);

    [LoggerMessage(2403, LogLevel.Error, "Quarantined entry {Number} of the spool ({Market} {Slot:u}): {Reason}")]
    private partial void LogQuarantined(long number, string market, DateTimeOffset slot, string reason);

    [LoggerMessage(2404, LogLevel.Error, "The spool takes nothing: {Reason}; {Entries} entries wait in {Bytes} of {BytesMax} bytes. Until space is freed, books that no store takes answer questions but are lost")]
    private partial void LogFull(string reason, int entries, long bytes, long bytesMax);

    [LoggerMessage(2406, LogLevel.Error, "Unexpected error while draining the spool; trying again")]
    private partial void LogThrew(Exception bug);

    [LoggerMessage(2405, LogLevel.Error, "The spool has {Entries} quarantined entries")]
    private partial void LogQuarantinedFound(int entries);
}
