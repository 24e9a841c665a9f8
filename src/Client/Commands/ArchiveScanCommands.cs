using System.Buffers;
using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>archive verify</c> and <c>archive stats</c>: whether every object is intact, and how much is stored.</summary>
internal static class ArchiveScanCommands
{
    public static Command CreateVerify(Dialogue dialogue)
    {
        var from = new Option<string>("--from") { Description = "First slot, UTC, such as 2026-11-22; default the first one archived.", HelpName = "TIME" };
        var to = new Option<string>("--to") { Description = "End, not included; default after the last one archived.", HelpName = "TIME" };
        var markets = MarketsOption();
        var command = new Command("verify", "Read every archived object and report problems; exit code 1 when there are any.") { from, to, markets };
        command.SetAction((parsed, cancel) => RunAsync(
            dialogue,
            parsed,
            "api/archive/verify" + Paths.Query(
                ("from", Paths.Instant("--from", parsed.GetValue(from))), ("to", Paths.Instant("--to", parsed.GetValue(to))), ("markets", parsed.GetValue(markets))),
            ShowVerified,
            cancel));
        return command;
    }

    public static Command CreateStats(Dialogue dialogue)
    {
        var quick = new Option<bool>("--quick") { Description = "Leave out the size of the bodies, which needs a request for every object." };
        var markets = MarketsOption();
        var command = new Command("stats", "How much the archive holds, by venue and market.") { quick, markets };
        command.SetAction((parsed, cancel) => RunAsync(
            dialogue,
            parsed,
            "api/archive/stats" + Paths.Query(("markets", parsed.GetValue(markets)), ("bodies", parsed.GetValue(quick) ? "no" : null)),
            ShowStats,
            cancel));
        return command;
    }

    public static Option<string> MarketsOption() => new("--markets") { Description = "Only these, comma-separated; default all.", HelpName = "MARKET,…" };

    private static async Task<int> RunAsync(Dialogue dialogue, ParseResult parsed, string path, Func<Screen, ArchiveTotalView, int> show, CancellationToken cancel)
    {
        await using var silo = dialogue.OpenHttp(parsed);
        await using var lines = await silo.OpenLinesAsync(path, cancel);
        if (await lines.RefusalAsync(cancel) is { } refusal)
        {
            return dialogue.Complain(refusal.ToProblem());
        }

        var total = await ProgressBar.RunAsync(
            dialogue.Screen, "reading the archive", total: 0, bar => ReadAsync(dialogue.Screen, lines, dialogue.WantsJson(parsed), bar, cancel));
        if (total is null)
        {
            throw new SiloUnreachableException(LineStream.BrokenOff);
        }

        return dialogue.WantsJson(parsed) ? ExitCodeOf(total) : show(dialogue.Screen, total);
    }

    private static async Task<ArchiveTotalView?> ReadAsync(Screen screen, LineStream lines, bool asJson, ProgressBar bar, CancellationToken cancel)
    {
        ArchiveTotalView? total = null;
        while (await lines.NextAsync(cancel) is { IsEmpty: false } bytes)
        {
            if (asJson)
            {
                screen.WriteLine(bytes.ToArray());
            }

            var line = LineStream.Read<ArchiveScanLine>(bytes);
            total = line.Total ?? total;
            if (line.Progress is { } progress)
            {
                bar.Say($"{progress.Objects:N0} objects, {Sizes.Bytes(progress.StoredBytes)}");
            }

            if (line.Finding is { } finding && !asJson)
            {
                screen.Complain(Words.Printable($"{finding.Kind}: {finding.ArchiveKey}: {finding.Message}"));
            }
        }

        return total;
    }

    private static int ExitCodeOf(ArchiveTotalView total) => total.Findings.Count == 0 ? ExitCode.Ok : ExitCode.Failure;

    private static int ShowVerified(Screen screen, ArchiveTotalView total)
    {
        var findings = string.Join(", ", total.Findings.Select(found => $"{Numbers.Count((int)found.Count)} {found.Kind}"));
        screen.Say(Words.Safe($"{total.Objects:N0} objects, {Sizes.Bytes(total.StoredBytes)}: {(findings.Length == 0 ? "all intact" : findings)}."));
        if (total.Unproved > 0)
        {
            screen.Say($"{total.Unproved:N0} of them are of an older version, which did not hash all metadata and stored bytes: whether these were changed is unknown.");
        }

        return ExitCodeOf(total);
    }

    private static int ShowStats(Screen screen, ArchiveTotalView total)
    {
        Tables.Write(
            screen,
            total.Venues.Concat(total.Markets),
            new("", part => Words.Safe(part.Name)),
            new(">Objects", part => $"{part.Objects:N0}"),
            new(">Stored", part => Sizes.Bytes(part.StoredBytes)),
            new(">Raw", part => part.RawBytes is { } raw ? Sizes.Bytes(raw) : Numbers.None),
            new(">A day", part => Sizes.Bytes(part.StoredBytesPerDay)),
            new("First slot (UTC)", part => Times.Minute(part.FirstSlot)),
            new("Last slot (UTC)", part => Times.Minute(part.LastSlot)));
        var foreign = total.Findings.FirstOrDefault(found => found.Kind == "foreign")?.Count ?? 0;
        screen.Say($"{total.Objects:N0} objects, {Sizes.Bytes(total.StoredBytes)} stored{(foreign == 0 ? "" : $"; {foreign:N0} of them are foreign")}. A day: average of the last seven days.");
        return ExitCode.Ok;
    }
}
