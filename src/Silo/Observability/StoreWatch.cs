using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Asks both stores every few seconds whether they answer, so that readiness and the log tell when one is away.</summary>
internal sealed partial class StoreWatch(
    IFactStore warehouse, IArchive archive, SiloHealth health, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // Any name will do: the question is whether there is an answer.
    private static readonly Market Nobody = Market.Parse("nobody:nothing");

    private bool wasWarehouseAway;
    private bool wasArchiveAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            wasWarehouseAway = await WatchAsync(
                "warehouse", wasWarehouseAway, () => warehouse.FindBookAsync(Nobody, null, stoppingToken), stoppingToken);
            health.WarehouseAway(wasWarehouseAway);
            var slot = Slot.Containing(time.GetUtcNow(), Slot.LengthMax);
            wasArchiveAway = await WatchAsync("archive", wasArchiveAway, () => archive.ListAsync(Nobody, slot, stoppingToken), stoppingToken);
            health.ArchiveAway(wasArchiveAway);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> WatchAsync(string store, bool wasAway, Func<Task> ask, CancellationToken stopping)
    {
        try
        {
            await ask();
            if (wasAway)
            {
                LogBack(store);
            }

            return false;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            if (!wasAway)
            {
                LogAway(store, e.Message);
            }

            return true;
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "{Store} is away: {Message}")]
    private partial void LogAway(string store, string message);

    [LoggerMessage(2102, LogLevel.Information, "{Store} is back")]
    private partial void LogBack(string store);
}
