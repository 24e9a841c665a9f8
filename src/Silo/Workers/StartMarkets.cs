using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Grains.Registry;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>
/// Starts the markets once the silo runs, repeats that until all are started, and then adapts the pace of their pulls to
/// their number. After the loss of a silo it starts the markets from there. In both cases it resumes running replays.
/// </summary>
internal sealed partial class StartMarkets(
    IGrainFactory grains,
    KnownMarkets known,
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

    /// <summary>How many of the latest replays are checked.</summary>
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

    /// <summary>Starts the markets of a lost silo, so that their slot need not wait for the next regular check.</summary>
    /// <remarks>A silo that leaves also sees its own loss, and leaves the markets to the others.</remarks>
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

    /// <summary>How many markets are still to be started; null when that is unknown.</summary>
    private async Task<int?> BringUpAsync(DateTimeOffset upSince)
    {
        try
        {
            await PlanAsync();
            var left = await Registry.StartAllAsync([.. settings.Markets.Select(market => market.ToString())], upSince);
            await PlanAsync();
            health.Started();
            return left;
        }
        catch (Exception e)
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                LogNotUp(e);
            }

            return null;
        }
    }

    // Includes markets that are only configured yet, so that those starting now do not overload a venue.
    private async Task PlanAsync()
    {
        var listed = (await known.GetAsync(CancellationToken.None)).Markets.ToDictionary(listing => Market.Parse(listing.Market));
        var notStarted = settings.Markets.Where(market => !listed.TryGetValue(market, out var listing) || !listing.WasStarted).ToList();
        health.MarketsNotStarted = notStarted;
        LogPlan(pace.Plan(listed.Values.Where(listing => listing.Active).Select(listing => Market.Parse(listing.Market)).Union(notStarted)));
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

    // Grains can be called only after every hosted service, Orleans' among them, has started.
    private async Task SiloStartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }

    [LoggerMessage(2001, LogLevel.Error, "Could not start the markets; retrying")]
    private partial void LogNotUp(Exception e);

    [LoggerMessage(2002, LogLevel.Warning, "Could not update the pace of pulls: {Reason}")]
    private partial void LogNotPlanned(string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Could not resume replays: {Reason}; their reminders will")]
    private partial void LogNoReplays(string reason);

    [LoggerMessage(2003, LogLevel.Warning, "From one address, pulling the books of all markets takes longer than a slot of {Slot}: {LeftOver}; the rest become gaps")]
    private partial void LogLeftOver(string leftOver, TimeSpan slot);
}
