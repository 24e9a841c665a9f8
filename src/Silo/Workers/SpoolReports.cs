using Microsoft.Extensions.Hosting;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Silo.Workers;

/// <summary>
/// Reports to the audit twice a minute that this silo is alive and what its spool holds, so that no waiting slot is recorded as a gap.
/// </summary>
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
                // The next report comes soon, and the audit waits for silos that have not reported.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
