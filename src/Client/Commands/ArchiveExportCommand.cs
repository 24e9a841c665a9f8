using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Export;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>archive export</c>: writes the levels of archived books to files for DuckDB, Spark, Athena and pandas.</summary>
internal static class ArchiveExportCommand
{
    private const string DefaultDirectory = "levels";

    public static Command Create(Dialogue dialogue)
    {
        var from = new Option<string>("--from") { Description = "First UTC day, such as 2026-11-22.", HelpName = "TIME", Required = true };
        var to = new Option<string>("--to") { Description = "End, not included; whole days are exported. Default now.", HelpName = "TIME" };
        var markets = ArchiveScanCommands.MarketsOption();
        var format = new Option<string>("--format") { Description = "csv, or jsonl: one JSON object per line.", Required = true };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var directory = new Option<string>("--out") { Description = $"Directory for the files, with a folder for each venue, product and date; default ./{DefaultDirectory}.", HelpName = "DIR" };
        var command = new Command("export", "Write every level of the archived books to gzip files; running it again writes only the days that changed.") { from, to, markets, format, directory };
        command.SetAction(async (parsed, cancel) =>
        {
            var query = (
                From: Paths.Instant("--from", parsed.GetValue(from)),
                To: Paths.Instant("--to", parsed.GetValue(to)) ?? Paths.Instant("--to", dialogue.Time.GetUtcNow().UtcDateTime.ToString("O")),
                Markets: parsed.GetValue(markets));
            await using var silo = dialogue.OpenHttp(parsed);
            var target = parsed.GetValue(directory) ?? DefaultDirectory;
            var export = new LevelExport(silo, dialogue.Screen, LevelFormat.Of(parsed.GetValue(format)!), target);
            return await RunAsync(dialogue, silo, export, query, target, dialogue.WantsJson(parsed), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Dialogue dialogue,
        HttpSilo silo,
        LevelExport export,
        (string? From, string? To, string? Markets) query,
        string target,
        bool asJson,
        CancellationToken cancel)
    {
        var total = dialogue.Screen.IsTerminal ? await SumAsync(silo, query, cancel) : 0;
        Action<Reply> show = asJson ? part => dialogue.Screen.WriteLine(part.Body) : _ => { };
        var refusal = await ProgressBar.RunAsync(dialogue.Screen, "exporting", total, bar => EachAsync(silo, query, show, async day =>
        {
            var refused = await export.RunAsync(day, cancel);
            bar.Report(export.DoneBytes);
            return refused;
        }, cancel));
        if (refusal is not null)
        {
            return dialogue.Complain(refusal.ToProblem());
        }

        if (!asJson)
        {
            dialogue.Screen.Say(Words.Safe(
                $"{Numbers.Count(export.Written)} files with {Numbers.Count((int)export.Books)} books written below {target}, {Numbers.Count(export.Unchanged)} files were up to date."));
        }

        if (export.Lacking == 0)
        {
            return ExitCode.Ok;
        }

        dialogue.Screen.Complain($"{Numbers.Count(export.Lacking)} objects could not be used, so their books are missing; the next export tries those days again.");
        return ExitCode.Failure;
    }

    private static async Task<double> SumAsync(HttpSilo silo, (string? From, string? To, string? Markets) query, CancellationToken cancel)
    {
        var bytes = 0d;
        await EachAsync(silo, query, _ => { }, day =>
        {
            bytes += day.StoredBytes;
            return Task.FromResult<Reply?>(null);
        }, cancel);
        return bytes;
    }

    /// <summary>Processes every day with objects until a request is refused.</summary>
    private static async Task<Reply?> EachAsync(
        HttpSilo silo, (string? From, string? To, string? Markets) query, Action<Reply> show, Func<ArchiveDayView, Task<Reply?>> take, CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var reply = await silo.SendAsync(
                HttpMethod.Get, "api/archive/days" + Paths.Query(("from", query.From), ("to", query.To), ("markets", query.Markets), ("after", after)), cancel);
            if (!reply.IsSuccess || reply.Read<ArchiveDaysView>() is not { } part)
            {
                return reply;
            }

            show(reply);
            foreach (var day in part.Days)
            {
                if (await take(day) is { } refusal)
                {
                    return refusal;
                }
            }

            after = part.ContinueAfter;
        }
        while (after is not null);
        return null;
    }
}
