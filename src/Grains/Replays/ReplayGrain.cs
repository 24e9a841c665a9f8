using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Replays;

/// <summary>
/// Hands out the pages of a replay to its workers, several at a time, and stores the progress after each. If its silo is lost,
/// the reminder resumes the replay, and the pages that were in progress are done again.
/// </summary>
public sealed partial class ReplayGrain(
    IReplayLedger ledger, IGrainFactory grains, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ReplayGrain> log)
    : Grain, IReplayGrain, IRemindable
{
    /// <summary>Workers, and so pages in progress, in the whole cluster; a silo that is at its limit refuses a page.</summary>
    public const int WorkersMax = 8;

    private const string ReminderName = "replay";

    /// <summary>A page that fails this often in a row, other than because a store is unavailable, ends the replay.</summary>
    private const int TriesMax = 3;

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>How long finished pages without books are collected before they are stored together.</summary>
    private static readonly TimeSpan EmptyPagesTimeMax = TimeSpan.FromSeconds(1);

    /// <summary>Pages are handed out at most this far ahead of the first unfinished one.</summary>
    private const int AheadMax = 1_000;

    /// <summary>A turn of the grain ends after this time so that it can be called; pages in progress continue.</summary>
    private static readonly TimeSpan TurnTimeMax = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Task<ReplayPageAnswer?>, (int Page, int Worker)> inHand = [];
    private readonly Dictionary<int, int> tries = [];
    private readonly Stack<int> idle = new(Enumerable.Range(0, WorkersMax));
    private IGrainTimer? timer;
    private ReplayProgress saved = ReplayProgress.None;
    private long savedAt;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        timer = this.RegisterGrainTimer(
            WorkAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
        return Task.CompletedTask;
    }

    public async Task RunAsync()
    {
        await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        Arm(TimeSpan.Zero);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Arm(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        var next = TimeSpan.Zero;
        try
        {
            if (await ledger.FindReplayAsync(Id, cancel) is not { State: ReplayState.Running } job)
            {
                await RestAsync();
                return;
            }

            await WorkForAWhileAsync(job, cancel);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogWaits(Id, unavailable.Store, unavailable.InnerException?.Message ?? "");
            next = RetryDelay;
        }
        catch (Exception passing) when (passing is OperationCanceledException or TimeoutException or OrleansException)
        {
            LogNoAnswer(Id, passing.Message);
            next = RetryDelay;
        }
        catch (Exception bug)
        {
            LogThrew(bug, Id);
            next = RetryDelay;
        }

        Arm(next);
    }

    private async Task WorkForAWhileAsync(ReplayJob current, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        saved = current.Progress;
        savedAt = started;
        while (time.GetElapsedTime(started) < TurnTimeMax)
        {
            HandOut(current);
            if (inHand.Count == 0)
            {
                await SaveAsync(current.Progress, [], cancel);
                await ledger.EndReplayAsync(Id, ReplayState.Done, null, time.GetUtcNow(), cancel);
                LogDone(Id, current.Progress.Tally.Books, current.Progress.Tally.Written, current.Progress.Tally.Differences, current.Progress.Tally.Problems);
                return;
            }

            var rest = TurnTimeMax - time.GetElapsedTime(started);
            var ended = await Task.WhenAny([.. inHand.Keys, Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancel)]);
            if (ended is Task<ReplayPageAnswer?> page && inHand.Remove(page, out var done))
            {
                idle.Push(done.Worker);
                if (await TakeAsync(current, page, done.Page, cancel) is not { } further)
                {
                    return;
                }

                current = further;
            }
        }

        await SaveAsync(current.Progress, [], cancel);
    }

    private void HandOut(ReplayJob current)
    {
        while (idle.Count > 0 && current.Progress.FindOpen(Math.Min(current.PageCount, current.Progress.Next + AheadMax), [.. inHand.Values.Select(hand => hand.Page)]) is { } page)
        {
            var worker = idle.Pop();
            inHand[grains.GetGrain<IReplayWorkerGrain>(ReplayWorkerGrain.KeyOf(Id, worker)).RunPageAsync(page)] = (page, worker);
        }
    }

    /// <summary>Stores the result of a page; null when the replay has meanwhile ended or was taken over.</summary>
    private async Task<ReplayJob?> TakeAsync(ReplayJob current, Task<ReplayPageAnswer?> ended, int page, CancellationToken cancel)
    {
        ReplayPageAnswer? answer;
        try
        {
            answer = await ended;
        }
        catch (Exception passing) when (passing is StoreUnavailableException or OperationCanceledException or TimeoutException or OrleansException)
        {
            // A store or a silo is unavailable for a while: nothing is wrong with the page.
            throw;
        }
        catch (Exception failure) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogPageFailed(failure, Id, page);
            tries[page] = tries.GetValueOrDefault(page) + 1;
            if (tries[page] >= TriesMax)
            {
                await ledger.EndReplayAsync(Id, ReplayState.Failed, $"page {page} ({PageText(current, page)}): {failure.Message}", time.GetUtcNow(), cancel);
                return null;
            }

            await Task.Delay(RetryDelay, time, cancel);
            return current;
        }

        if (answer is null)
        {
            await Task.Delay(BusyDelay, time, cancel);
            return current;
        }

        var progress = current.Progress.With(page, TallyOf(answer));
        if (progress == current.Progress)
        {
            return current;
        }

        // A range of years can have many pages without books, and repeating one costs nothing, so they are stored with the next page.
        var findings = answer.Findings.Select(ReplayFindings.Of).ToList();
        var mayWait = answer.Books == 0 && findings.Count == 0 && time.GetElapsedTime(savedAt) < EmptyPagesTimeMax;
        return mayWait || await SaveAsync(progress, findings, cancel) ? current with { Progress = progress } : null;
    }

    private async Task<bool> SaveAsync(ReplayProgress progress, IReadOnlyList<ReplayFinding> findings, CancellationToken cancel)
    {
        if (progress == saved)
        {
            return true;
        }

        var isKept = await ledger.SaveProgressAsync(Id, saved, progress, findings, time.GetUtcNow(), cancel);
        (saved, savedAt) = (progress, time.GetTimestamp());
        return isKept;
    }

    private async Task RestAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        DeactivateOnIdle();
    }

    private static ReplayTally TallyOf(ReplayPageAnswer answer) => new()
    {
        Books = answer.Books,
        BodyBytes = answer.BodyBytes,
        Rows = answer.Rows,
        Written = answer.Written,
        Differences = answer.Differences,
        Problems = answer.Problems,
    };

    private static string PageText(ReplayJob job, int number)
    {
        var page = job.Page(number);
        return $"{page.Markets[0]} and {page.Markets.Count - 1} more, from {page.From.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'} on";
    }

    private void Arm(TimeSpan delay) => timer?.Change(delay, Timeout.InfiniteTimeSpan);

    [LoggerMessage(1701, LogLevel.Warning, "Replay {Id} is waiting: {Store} unavailable ({Message})")]
    private partial void LogWaits(string id, string store, string message);

    [LoggerMessage(1705, LogLevel.Warning, "Replay {Id}: a silo did not answer for a page ({Message}); retrying the page")]
    private partial void LogNoAnswer(string id, string message);

    [LoggerMessage(1702, LogLevel.Warning, "Replay {Id}: page {Page} failed; retrying it")]
    private partial void LogPageFailed(Exception failure, string id, int page);

    [LoggerMessage(1703, LogLevel.Information, "Replay {Id} is done: {Books} books, {Written} rows written, {Differences} differences, {Problems} problems")]
    private partial void LogDone(string id, long books, long written, long differences, long problems);

    [LoggerMessage(1704, LogLevel.Error, "Unexpected error in replay {Id}")]
    private partial void LogThrew(Exception bug, string id);
}
