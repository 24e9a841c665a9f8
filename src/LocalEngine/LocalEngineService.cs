using Microsoft.Extensions.Hosting;
using OrderBookSilo.LocalEngine.Activations;
using OrderBookSilo.LocalEngine.Reminders;
using OrderBookSilo.LocalEngine.State;

namespace OrderBookSilo.LocalEngine;

/// <summary>Starts and stops the engine with the host.</summary>
internal sealed class LocalEngineService(LocalStore store, GrainEngine engine, ReminderService reminders) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        engine.Start();
        await reminders.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        reminders.Stop();
        try
        {
            await engine.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            engine.Log.StoppedEarly();
        }
    }
}
