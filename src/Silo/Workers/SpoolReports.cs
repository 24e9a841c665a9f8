using Microsoft.Extensions.Hosting;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Tells the audit twice a minute that this silo lives and what waits in its spool: no slot of it may be taken for a gap.</summary>
internal sealed class SpoolReports(IGrainFactory grains, Spool spool, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private readonly string silo = $"{Environment.MachineName}/{Environment.ProcessId}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Auditor.ReportPeriod, time);
        do
        {
            try
            {
                await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).ReportAsync(silo, spool.Look().OldestSlot).WaitAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The next one comes soon, and the audit waits for those it has not heard.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
