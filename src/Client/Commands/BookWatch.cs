using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrderBookSilo.Client.Commands;

/// <summary>Reads a book every second: redraws it in place on a terminal, prints one line per second elsewhere.</summary>
internal sealed class BookWatch(Dialogue dialogue, ParseResult parsed, string market, int? depth)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Screen screen = dialogue.Screen;

    /// <summary>Runs until cancelled. The first answer must be a book; later failures are shown and retried.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var silo = dialogue.OpenLive(parsed);
        var first = await BookAsync(silo, cancel);
        var asJson = dialogue.WantsJson(parsed);
        if (first.Value is not { } book)
        {
            return dialogue.Show(first, asJson, (_, _) => { });
        }

        try
        {
            var sight = new Sight(first, book, null);
            await (asJson ? EachSecondAsync(silo, sight, WriteJson, cancel)
                : screen.IsTerminal ? RedrawAsync(silo, sight, cancel)
                : EachSecondAsync(silo, sight, WriteLine, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is the normal end of a watch.
        }

        return ExitCode.Ok;
    }

    private Task<Answer<BookView>> BookAsync(ILiveSilo silo, CancellationToken cancel) =>
        silo.AskAsync(live => live.GetBookAsync(market, depth, cancel), cancel);

    private Task RedrawAsync(ILiveSilo silo, Sight first, CancellationToken cancel) =>
        screen.Out.Live(Draw(first)).AutoClear(false).StartAsync(live => EachSecondAsync(
            silo,
            first,
            sight =>
            {
                live.UpdateTarget(Draw(sight));
                live.Refresh();
            },
            cancel));

    private async Task EachSecondAsync(ILiveSilo silo, Sight sight, Action<Sight> show, CancellationToken cancel)
    {
        while (true)
        {
            show(sight);
            await Task.Delay(Period, dialogue.Time, cancel);
            sight = await NextAsync(silo, sight, cancel);
        }
    }

    private async Task<Sight> NextAsync(ILiveSilo silo, Sight last, CancellationToken cancel)
    {
        try
        {
            var answer = await BookAsync(silo, cancel);
            var summary = await silo.AskAsync(live => live.GetMarketAsync(market, cancel), cancel);
            return answer.Value is { } book
                ? new Sight(answer, book, LastFailure(summary.Value))
                : last with { Answer = answer, Note = answer.Problem?.Detail };
        }
        catch (SiloUnreachableException unreachable)
        {
            return last with { Note = unreachable.Message };
        }
    }

    private string? LastFailure(MarketSummary? summary) =>
        summary?.LastFailure is { } failure ? $"last failure: {Words.Failure(failure, dialogue.Time.GetUtcNow())}" : null;

    private IRenderable Draw(Sight sight) =>
        BookDisplay.Create(screen, sight.Book, dialogue.Time.GetUtcNow(), [$"[yellow]{Words.Safe(sight.Note ?? "")}[/]", Words.Dim("Ctrl-C ends")]);

    private void WriteLine(Sight sight)
    {
        var now = dialogue.Time.GetUtcNow();
        var note = sight.Note is null ? "" : $"  {Words.Safe(sight.Note)}";
        screen.Say($"{Times.Clock(now)}  {BookDisplay.Summary(sight.Book, now)}{note}");
    }

    private void WriteJson(Sight sight)
    {
        if (Dialogue.JsonOf(sight.Answer) is { } json)
        {
            screen.WriteBytes([.. json, .. screen.IsTerminal ? ""u8 : "\n"u8]);
        }
    }

    /// <summary>The current display: the latest answer, the latest book, and a note.</summary>
    private sealed record Sight(Answer<BookView> Answer, BookView Book, string? Note);
}
