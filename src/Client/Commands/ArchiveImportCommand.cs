using System.CommandLine;
using System.Globalization;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>archive import</c>: sends dumped books to the silo, one file at a time.</summary>
internal static class ArchiveImportCommand
{
    private const int FilesAtOnce = 2;
    private const int DepthMax = 8;
    private const int TooMany = 429;
    private static readonly TimeSpan PauseAfterTooMany = TimeSpan.FromSeconds(1);

    public static Command Create(Dialogue dialogue)
    {
        var directory = new Argument<string>("DIR") { Description = "Directory that contains date/exchange/symbol/run.json." };
        var command = new Command("import", "Import books that another program dumped as JSON into the archive; importing the same files again changes nothing.") { directory };
        command.SetAction((parsed, cancel) => RunAsync(dialogue, parsed, parsed.GetValue(directory)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Dialogue dialogue, ParseResult parsed, string directory, CancellationToken cancel)
    {
        if (!Directory.Exists(directory))
        {
            throw new UsageException($"There is no directory '{Words.Printable(directory)}'.");
        }

        await using var silo = dialogue.OpenHttp(parsed);
        var import = new Import(dialogue.Screen, silo, dialogue.Time, directory, dialogue.WantsJson(parsed));
        await ProgressBar.RunAsync(dialogue.Screen, $"importing {directory}", Files(directory).Count(), bar => import.RunAsync(bar, cancel));
        import.ShowSummary();
        return import.Refused == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    // Hidden files belong to the operating system.
    private static IEnumerable<string> Files(string directory) => Directory.EnumerateFiles(directory, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = DepthMax,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    }).Where(file => !Path.GetFileName(file).StartsWith('.'));

    private sealed class Import(Screen screen, HttpSilo silo, TimeProvider time, string directory, bool asJson)
    {
        private readonly Lock gate = new();
        private readonly SortedDictionary<string, int> bySource = new(StringComparer.Ordinal);
        private int added;
        private int there;

        public int Refused { get; private set; }

        public async Task<bool> RunAsync(ProgressBar bar, CancellationToken cancel)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancel };
            await Parallel.ForEachAsync(Files(directory), options, async (file, token) =>
            {
                Take(file, await TrySendAsync(file, token));
                bar.Report(added + there + Refused);
            });
            return true;
        }

        public void ShowSummary()
        {
            if (asJson)
            {
                return;
            }

            screen.Say($"{Numbers.Count(added)} books are new in the archive, {Numbers.Count(there)} were there already, {Numbers.Count(Refused)} files were left out.");
            foreach (var (source, count) in bySource)
            {
                screen.Say($"  {Numbers.Count(count)} {Source(source)}");
            }

            if (added > 0)
            {
                screen.Say("They have no facts yet; a replay of their time range computes them.");
            }
        }

        private static string Source(string source) => source switch
        {
            "payload" => "with the exchange's own time",
            "file" => "with the time of the file's last modification",
            "date" => "with 00:00 UTC of their day, because no better time is known",
            _ => $"with a time of source {Words.Safe(source)}",
        };

        private async Task<Reply?> TrySendAsync(string file, CancellationToken cancel)
        {
            try
            {
                return await SendAsync(file, cancel);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        private async Task<Reply> SendAsync(string file, CancellationToken cancel)
        {
            var path = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
            var modified = File.GetLastWriteTimeUtc(file).ToString("O", CultureInfo.InvariantCulture);
            var request = "api/archive/dumps" + Paths.Query(("path", path), ("modified", modified));
            while (true)
            {
                await using var content = File.OpenRead(file);
                var reply = await silo.SendFileAsync(HttpMethod.Put, request, content, cancel);
                if (reply.Status != TooMany)
                {
                    return reply;
                }

                await Task.Delay(PauseAfterTooMany, time, cancel);
            }
        }

        private void Take(string file, Reply? reply)
        {
            lock (gate)
            {
                if (reply is { IsSuccess: true } && reply.Read<ImportView>() is { } imported)
                {
                    added += imported.IsNew ? 1 : 0;
                    there += imported.IsNew ? 0 : 1;
                    bySource[imported.TimeSource] = bySource.GetValueOrDefault(imported.TimeSource) + 1;
                    if (asJson)
                    {
                        screen.WriteLine(reply.Body);
                    }

                    return;
                }

                Refused++;
                var why = reply is null ? "it cannot be read" : reply.ToProblem().Detail;
                screen.Complain(Words.Printable($"{file}: {why}"));
            }
        }
    }
}
