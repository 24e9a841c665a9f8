using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;

namespace OrderBookSilo.Client.Commands;

/// <summary>Follows a replay to its end. The replay runs on its own, so watching can stop and resume at any time.</summary>
internal sealed class ReplayWatch(Dialogue dialogue, HttpSilo silo, string id, bool asJson)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait for a silo that restarts.</summary>
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(5);

    private Reply? refusal;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        try
        {
            var ended = asJson || !dialogue.Screen.IsTerminal ? await EndAsync(_ => { }, cancel) : await WatchAsync(cancel);
            return ended is null ? dialogue.Complain(refusal!.ToProblem()) : await ReportAsync(ended, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            dialogue.Screen.Complain($"The replay continues. ./orderbook replay follow {id} shows it again, ./orderbook replay cancel {id} cancels it.");
            return ExitCode.Ok;
        }
    }

    private Task<ReplayView?> WatchAsync(CancellationToken cancel) => dialogue.Screen.Out.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(progress =>
        {
            var task = progress.AddTask("replay");
            return EndAsync(
                row =>
                {
                    (task.MaxValue, task.Value) = (Math.Max(1, row.Pages), row.Pages == 0 ? 1 : row.PagesDone);
                    task.Description = ReplayDisplay.Pace(row);
                },
                cancel);
        });

    // Null when the silo refused.
    private async Task<ReplayView?> EndAsync(Action<ReplayView> show, CancellationToken cancel)
    {
        while (true)
        {
            var reply = await AskAsync(cancel);
            if (reply.Read<ReplayView>() is not { } row || !reply.IsSuccess)
            {
                refusal = reply;
                return null;
            }

            show(row);
            if (row.State != "running")
            {
                return row;
            }

            await Task.Delay(Period, dialogue.Time, cancel);
        }
    }

    private async Task<Reply> AskAsync(CancellationToken cancel)
    {
        var since = dialogue.Time.GetTimestamp();
        while (true)
        {
            try
            {
                var reply = await silo.SendAsync(HttpMethod.Get, Paths.Replay(id), cancel);
                if (reply.Status < 500 || dialogue.Time.GetElapsedTime(since) > TimeoutMax)
                {
                    return reply;
                }
            }
            catch (SiloUnreachableException) when (dialogue.Time.GetElapsedTime(since) < TimeoutMax)
            {
                // The silo may be restarting; it resumes the replay.
            }

            await Task.Delay(Period, dialogue.Time, cancel);
        }
    }

    private async Task<int> ReportAsync(ReplayView ended, CancellationToken cancel)
    {
        if (asJson)
        {
            dialogue.Screen.WriteBytes((await AskAsync(cancel)).Body);
        }
        else
        {
            ReplayDisplay.Ended(dialogue.Screen, ended);
            var reply = await silo.SendAsync(HttpMethod.Get, Paths.Replay(id) + "/findings", cancel);
            if (reply.Read<ReplayFindingAnswer[]>() is { Length: > 0 } findings)
            {
                ReplayDisplay.Findings(dialogue.Screen, findings, id);
            }
        }

        var isVerified = ended.Mode != "verify" || ended is { Differences: 0, Problems: 0 };
        return ended.State == "done" && isVerified ? ExitCode.Ok : ExitCode.Failure;
    }
}
