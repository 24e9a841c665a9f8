using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>
/// Once the silo runs: brings up the markets, asks again while some are not up, and then keeps the pace of their pulls in
/// step with their number. After the loss of a silo it brings up what lived there. Either way it takes up the replays that were under way.
/// </summary>
internal sealed partial class StartMarkets(
    IGrainFactory grains,
    IReplayLedger replays,
    SiloSettings settings,
    PullPace pace,
    SiloHealth health,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StartMarkets> log) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PlanPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Of the latest replays so many are looked at.</summary>
    private const int ReplaysMax = 100;

    private string loggedLeftOver = "";

    private IRegistryGrain Registry => grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await SiloStartedAsync(stoppingToken);
        await BringAllUpAsync(upSince: default, stoppingToken);
        using var timer = new PeriodicTimer(PlanPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await PlanAgainAsync();
            await TakeUpReplaysAsync(stoppingToken);
        }
    }

    /// <summary>Wakes the markets that lived on a silo that was lost: their slot must not wait for the next regular check.</summary>
    /// <remarks>A silo that leaves sees its own loss, too, and leaves the markets to the others.</remarks>
    public Task BringUpAgainAsync(CancellationToken cancel) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Task.CompletedTask : BringAllUpAsync(time.GetUtcNow(), cancel);

    private async Task BringAllUpAsync(DateTimeOffset upSince, CancellationToken cancel)
    {
        int? left = null;
        while (left != 0)
        {
            var before = left;
            left = await BringUpAsync(upSince);
            if (left is null || left >= before)
            {
                await Task.Delay(RetryDelay, time, cancel);
            }
        }

        await TakeUpReplaysAsync(cancel);
    }

    // Their reminders would do it too, up to a minute later.
    private async Task TakeUpReplaysAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var replay in (await replays.ListReplaysAsync(ReplaysMax, cancel)).Where(job => job.State == ReplayState.Running))
            {
                await grains.GetGrain<IReplayGrain>(replay.Id).RunAsync();
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogNoReplays(e.Message);
        }
    }

    /// <summary>How many markets are left to be brought up; null when that cannot be said.</summary>
    private async Task<int?> BringUpAsync(DateTimeOffset upSince)
    {
        try
        {
            await PlanAsync();
            var left = await Registry.StartAllAsync([.. settings.Markets.Select(market => market.ToString())], upSince);
            health.Started();
            return left;
        }
        catch (Exception e)
        {
            LogNotUp(e);
            return null;
        }
    }

    // Also those that are only configured yet: a venue must not be rushed by the markets that come up now.
    private async Task PlanAsync()
    {
        var listings = await Registry.ListAsync();
        var known = listings.ToDictionary(listing => Market.Parse(listing.Market), listing => listing.Active);
        LogPlan(pace.Plan(known.Where(market => market.Value).Select(market => market.Key).Union(settings.Markets.Where(market => !known.ContainsKey(market)))));
    }

    private async Task PlanAgainAsync()
    {
        try
        {
            await PlanAsync();
        }
        catch (Exception e)
        {
            LogNotPlanned(e.Message);
        }
    }

    private void LogPlan(IReadOnlyDictionary<string, TimeSpan> leftOver)
    {
        var words = string.Join(", ", leftOver.Select(venue => $"{venue.Key} {venue.Value.TotalMinutes:0} min"));
        if (words.Length > 0 && words != loggedLeftOver)
        {
            LogLeftOver(words, settings.Schedule.SlotLength);
        }

        loggedLeftOver = words;
    }

    // Grains can be called only when every hosted service, Orleans' among them, has started.
    private async Task SiloStartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }

    [LoggerMessage(2001, LogLevel.Error, "the markets could not be brought up; trying again")]
    private partial void LogNotUp(Exception e);

    [LoggerMessage(2002, LogLevel.Warning, "the pace of pulls was not planned anew: {Reason}")]
    private partial void LogNotPlanned(string reason);

    [LoggerMessage(2004, LogLevel.Warning, "replays were not taken up: {Reason}; their reminders do it")]
    private partial void LogNoReplays(string reason);

    [LoggerMessage(2003, LogLevel.Warning, "from one address the books of all markets take longer than a slot of {Slot}: {LeftOver}; what is left over becomes gaps")]
    private partial void LogLeftOver(string leftOver, TimeSpan slot);
}
