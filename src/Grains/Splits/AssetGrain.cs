using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Splits;

/// <summary>
/// One base asset. Its markets notify it of their books; a one-shot timer computes the splits of the slots that are due, and the
/// reminder is the backstop. It has no state: the warehouse knows which slots have their splits.
/// </summary>
public sealed partial class AssetGrain(
    SlotSplitter splitter, SlotSchedule schedule, StoreOutages outages, ClockOffset clock, IHostApplicationLifetime lifetime, ILogger<AssetGrain> log)
    : Grain, IAssetGrain, IRemindable
{
    private const string ReminderName = "splits";

    /// <summary>Books that arrive within this time are split together.</summary>
    private static readonly TimeSpan NotifyDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Time limit for one run.</summary>
    private static readonly TimeSpan TurnTimeMax = TimeSpan.FromSeconds(25);

    private Asset asset;
    private IGrainTimer? timer;
    private bool hasReminder;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        asset = new Asset(this.GetPrimaryKeyString());
        timer = this.RegisterGrainTimer(
            SplitAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
        return Task.CompletedTask;
    }

    public async Task NotifyAsync(CancellationToken cancel)
    {
        Arm(NotifyDelay);
        if (!hasReminder)
        {
            var now = clock.Now.At;
            await this.RegisterOrUpdateReminder(ReminderName, schedule.NextCheck(now, asset.Code) - now, schedule.CheckPeriod, cancel);
            hasReminder = true;
        }
    }

    /// <summary>The timer computes the splits, so the tick returns at once.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        hasReminder = true;
        Arm(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private async Task SplitAsync(CancellationToken cancel)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        // The stores take real time, whatever clock the slots follow.
        using var deadline = new Deadline(TurnTimeMax, TimeProvider.System, lifetime.ApplicationStopping);
        try
        {
            if (await splitter.SplitAsync(asset, deadline.Token) is { } next)
            {
                var wait = next - clock.Now.At;
                Arm(wait > NotifyDelay ? wait : NotifyDelay);
            }
        }
        catch (OperationCanceledException)
        {
            LogCut(asset);
        }
        catch (StoreUnavailableException unavailable)
        {
            if (outages.TryBegin(unavailable))
            {
                LogUnavailable(asset, unavailable.Store, unavailable.InnerException?.Message ?? "");
            }
        }
        catch (Exception bug)
        {
            LogThrew(bug, asset);
        }
    }

    private void Arm(TimeSpan delay) => timer?.Change(delay, Timeout.InfiniteTimeSpan);

    [LoggerMessage(1501, LogLevel.Warning, "{Asset}: computing the splits was cancelled by its deadline or because the silo is stopping; the next check continues")]
    private partial void LogCut(Asset asset);

    [LoggerMessage(1502, LogLevel.Warning, "{Asset}: {Store} unavailable ({Message}); the splits are computed when it is available again")]
    private partial void LogUnavailable(Asset asset, string store, string message);

    [LoggerMessage(1503, LogLevel.Error, "{Asset}: unexpected error while computing the splits")]
    private partial void LogThrew(Exception bug, Asset asset);
}
