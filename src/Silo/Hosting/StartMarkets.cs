using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Silo.Configuration;
using OrderBookSilo.Silo.Observability;

namespace OrderBookSilo.Silo.Hosting;

/// <summary>Once the engine runs: brings up the markets, and asks again while some could not be brought up.</summary>
internal sealed partial class StartMarkets(
    IGrainFactory grains,
    SiloSettings settings,
    SiloHealth health,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StartMarkets> log) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await EngineStartedAsync(stoppingToken);
        while (!await BringUpAsync())
        {
            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private async Task<bool> BringUpAsync()
    {
        try
        {
            var registry = grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);
            var failed = await registry.StartAllAsync([.. settings.Markets.Select(market => market.ToString())]);
            health.Started();
            return failed == 0;
        }
        catch (Exception e)
        {
            LogNotUp(e);
            return false;
        }
    }

    // Grains can be called only when every hosted service, the engine's among them, has started.
    private async Task EngineStartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }

    [LoggerMessage(2001, LogLevel.Error, "the markets could not be brought up; trying again")]
    private partial void LogNotUp(Exception e);
}
