using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Silo.Observability;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Keeps the spool draining while the silo runs, and tells when it fills and when it is empty again.</summary>
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

    // Whatever a store comes up with, what waits is tried again: a drain that ended would leave it there for ever.
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
            LogFull(waiting.Entries, waiting.Bytes, waiting.BytesMax);
        }

        if (waiting.Entries > 0 && !wasWaiting)
        {
            LogWaiting(result.StoreAway?.Message ?? "it is being handed over");
        }
        else if (waiting.Entries == 0 && drained > 0)
        {
            LogDrained(drained);
            drained = 0;
        }

        (wasWaiting, wasFull) = (waiting.Entries > 0, waiting.IsFull);
    }

    [LoggerMessage(2401, LogLevel.Warning, "what is pulled waits in the spool: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(2402, LogLevel.Information, "the spool is empty; {Entries} entries were handed over")]
    private partial void LogDrained(int entries);

    [LoggerMessage(2403, LogLevel.Error, "entry {Number} of the spool was set aside ({Market} {Slot:u}): {Reason}")]
    private partial void LogQuarantined(long number, string market, DateTimeOffset slot, string reason);

    [LoggerMessage(2404, LogLevel.Error, "the spool takes nothing more: {Entries} entries wait in {Bytes} of {BytesMax} bytes; nothing is pulled but on demand until there is room")]
    private partial void LogFull(int entries, long bytes, long bytesMax);

    [LoggerMessage(2406, LogLevel.Error, "the spool's drain failed in a way it never should; it goes on in a moment")]
    private partial void LogThrew(Exception bug);

    [LoggerMessage(2405, LogLevel.Error, "entries that were set aside lie in the spool: {Entries}")]
    private partial void LogQuarantinedFound(int entries);
}
