using System.CommandLine;
using System.Globalization;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class AuditCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var again = new Option<bool>("--again") { Description = "Audit the range again before it is shown: repair facts, record gaps, report findings." };
        var market = new Option<string>("--market") { Description = "With --again: only this market.", HelpName = "MARKET" };
        var command = new Command("audit", "How many slots have their book, and problems with archived evidence.") { again, market };
        command.Subcommands.Add(AuditLogCommand.Create(dialogue));
        var range = new RangeOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (from, to) = (range.From(parsed), range.To(parsed));
            if (parsed.GetValue(again) && await AgainAsync(dialogue, parsed, from, to, parsed.GetValue(market), cancel) is { } exitCode)
            {
                return exitCode;
            }

            return await dialogue.AskAsync<AuditView>(parsed, HttpMethod.Get, "api/audit" + Paths.Query(from, to), Show, cancel);
        });
        return command;
    }

    /// <summary>Repeats the request until the whole range is audited; an exit code when the silo refused.</summary>
    private static async Task<int?> AgainAsync(
        Dialogue dialogue, ParseResult parsed, (string, string?) from, (string, string?) to, string? market, CancellationToken cancel)
    {
        await using var silo = dialogue.OpenHttp(parsed);
        var (at, after) = ((string?)null, (string?)null);
        do
        {
            var path = "api/audit" + Paths.Query(from, to, ("market", market), ("continueAt", at), ("continueAfter", after));
            var reply = await silo.SendAsync(HttpMethod.Post, path, cancel);
            if (!reply.IsSuccess || reply.Read<AuditAnswer>() is not { } part)
            {
                return dialogue.Complain(reply.ToProblem());
            }

            if (!dialogue.WantsJson(parsed))
            {
                dialogue.Screen.Say($"{Numbers.Count(part.Slots)} slots audited: {part.Repaired} captures repaired, {part.Gaps} gaps recorded, {part.Faulty} slots with findings.{GoingOn(part)}");
            }

            (at, after) = (part.ContinueAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), part.ContinueAfter);
        }
        while (at is not null);
        return null;
    }

    // A range of years without slots takes several parts, too.
    private static string GoingOn(AuditAnswer part) =>
        part.ContinueAt is { } next ? $" Continuing at {next.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC." : "";

    private static void Show(Screen screen, AuditView report)
    {
        screen.Say(report.Share is { } share
            ? $"{Numbers.Count((int)report.BookSlots)} of {Numbers.Count((int)report.DueSlots)} slots of the last day have their book ({(share * 100).ToString("0.##", CultureInfo.InvariantCulture)} %)."
            : "No slot was due in the last day.");
        screen.Say(report.AuditedUntil is { } until ? $"Audited until {Times.Minute(until)} UTC." : "Nothing has been audited yet.");
        // A silo of an earlier version does not send it.
        if (report.MarketsNotStarted is { Count: > 0 } markets)
        {
            screen.Say($"[red]{Numbers.Count(markets.Count)} configured markets were never started[/]: {Words.Safe(string.Join(", ", markets))}");
        }

        if (report.Findings.Count == 0)
        {
            screen.Say("No problems with archived evidence.");
            return;
        }

        Tables.Write(
            screen,
            report.Findings,
            new("Market", finding => Words.Safe(finding.Market)),
            new("Slot (UTC)", finding => Times.Minute(finding.Slot)),
            new("Kind", finding => Words.Safe(finding.Kind)),
            new("Found", finding => Times.Minute(finding.FoundAt)),
            new("Resolved", finding => finding.ResolvedAt is { } at ? Times.Minute(at) : Numbers.None),
            new("Object", finding => Words.Safe(finding.ArchiveKey)),
            new("What", finding => Words.Safe(finding.Message)));
    }
}
