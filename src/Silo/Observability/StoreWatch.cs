using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Asks both stores every few seconds whether they answer, and logs when one becomes unavailable or answers again.</summary>
internal sealed partial class StoreWatch(
    IFactStore warehouse, IArchive archive, StoreOutages outages, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // Any market name will do: only whether there is an answer matters.
    private static readonly Market Nobody = Market.Parse("nobody:nothing");

    private readonly HashSet<string> loggedStores = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await WatchAsync("warehouse", () => warehouse.FindBookAsync(Nobody, null, stoppingToken), stoppingToken);
            var slot = Slot.Containing(time.GetUtcNow(), Slot.LengthMax);
            await WatchAsync("archive", () => archive.ListAsync(Nobody, slot, stoppingToken), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WatchAsync(string store, Func<Task> ask, CancellationToken stopping)
    {
        try
        {
            await ask();
            outages.TryEnd(store);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            outages.TryBegin(e as StoreUnavailableException ?? new StoreUnavailableException(store, e));
        }

        LogChange(store);
    }

    private void LogChange(string store)
    {
        if (outages.Find(store) is not { } outage)
        {
            if (loggedStores.Remove(store))
            {
                LogBack(store);
            }
        }
        else if (loggedStores.Add(store))
        {
            LogUnavailable(store, outage.InnerException?.Message ?? "");
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "{Store} unavailable: {Message}")]
    private partial void LogUnavailable(string store, string message);

    [LoggerMessage(2102, LogLevel.Information, "{Store} available again")]
    private partial void LogBack(string store);
}
