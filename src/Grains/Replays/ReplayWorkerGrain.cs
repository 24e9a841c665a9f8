using OrderBookSilo.Core;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Metrics;

namespace OrderBookSilo.Grains.Replays;

/// <summary>Works on pages of a replay, off the grain's own scheduler, within the silo's limit.</summary>
public sealed class ReplayWorkerGrain(Replayer replayer, IReplayLedger ledger, ReplayWorkLimit limit, ReplayMetrics metrics, PullActivity pulls) : Grain, IReplayWorkerGrain
{
    private ReplayJob? job;

    /// <summary>The key of one worker of a replay.</summary>
    public static string KeyOf(string replay, int worker) => $"{replay}/{worker}";

    public async Task<ReplayPageAnswer?> RunPageAsync(int page)
    {
        var id = this.GetPrimaryKeyString().Split('/')[0];
        try
        {
            return await Task.Run(() => DoAsync(id, page));
        }
        catch (OperationCanceledException) when (limit.Stopping.IsCancellationRequested)
        {
            // The next call is placed on another silo.
            DeactivateOnIdle();
            return null;
        }
    }

    private async Task<ReplayPageAnswer?> DoAsync(string id, int page)
    {
        using var lease = await limit.TryEnterAsync();
        if (lease is null)
        {
            return null;
        }

        job ??= await ledger.FindReplayAsync(id, limit.Stopping) ?? throw new InvalidOperationException($"there is no replay {id}");
        var result = await replayer.RunAsync(job.Request, job.Page(page), pulls.GiveWayAsync, limit.Stopping);
        metrics.Did(result.Tally);
        var tally = result.Tally;
        return new ReplayPageAnswer(
            tally.Books, tally.BodyBytes, tally.Rows, tally.Written, tally.Differences, tally.Problems, [.. result.Findings.Select(ReplayFindings.AnswerOf)]);
    }
}

/// <summary>Findings in their serialised form.</summary>
public static class ReplayFindings
{
    public static ReplayFindingAnswer AnswerOf(ReplayFinding found) =>
        new(found.Kind.Text(), found.Subject, found.SlotStart, found.Place, found.Field, found.Stored, found.Replayed, found.Message);

    public static ReplayFinding Of(ReplayFindingAnswer answer) => new(
        SnakeCase.TryParse<ReplayFindingKind>(answer.Kind, out var kind) ? kind : throw new InvalidDataException($"'{answer.Kind}' is no kind of finding"),
        answer.Subject, answer.Slot, answer.Place, answer.Field, answer.Stored, answer.Replayed, answer.Message);
}
