using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>replay</c>: computes facts again from the archive; its subcommands manage replays and versions.</summary>
internal static class ReplayCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var command = new Command("replay", "Compute the facts of past slots again from the archive.")
        {
            FollowReplay(dialogue), ListReplays(dialogue), CancelReplay(dialogue), ShowFindings(dialogue),
        };
        foreach (var subcommand in VersionCommands.Create(dialogue))
        {
            command.Subcommands.Add(subcommand);
        }

        var options = new ReplayOptions(command);
        var detach = new Option<bool>("--detach") { Description = "Start it without waiting for it to end." };
        command.Options.Add(detach);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = Paths.Replays + options.Query(parsed);
            await using var silo = dialogue.OpenHttp(parsed);
            var reply = await silo.SendAsync(HttpMethod.Post, path, cancel);
            return reply.Read<ReplayView>() is not { } ordered || !reply.IsSuccess || parsed.GetValue(detach)
                ? dialogue.Show(reply.ToAnswer<ReplayView>(), dialogue.WantsJson(parsed), (screen, row) => screen.Say($"Replay {Words.Safe(row.Id)} is running; follow it with [bold]./orderbook replay follow {Words.Safe(row.Id)}[/]."))
                : await new ReplayWatch(dialogue, silo, ordered.Id, dialogue.WantsJson(parsed)).RunAsync(cancel);
        });
        return command;
    }

    private static Command FollowReplay(Dialogue dialogue)
    {
        var id = new Argument<string>("ID") { Description = "The replay's name." };
        var command = new Command("follow", "Show the progress of a replay until it ends.") { id };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var silo = dialogue.OpenHttp(parsed);
            return await new ReplayWatch(dialogue, silo, parsed.GetValue(id)!, dialogue.WantsJson(parsed)).RunAsync(cancel);
        });
        return command;
    }

    private static Command ListReplays(Dialogue dialogue)
    {
        var command = new Command("list", "List the latest replays.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<ReplayView[]>(parsed, HttpMethod.Get, Paths.Replays, ReplayDisplay.List, cancel));
        return command;
    }

    private static Command CancelReplay(Dialogue dialogue)
    {
        var id = new Argument<string>("ID") { Description = "The replay's name." };
        var command = new Command("cancel", "Cancel a replay. What it has written is kept.") { id };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<ReplayView>(
            parsed, HttpMethod.Delete, Paths.Replay(parsed.GetValue(id)!), (screen, row) => screen.Say($"Replay {Words.Safe(row.Id)} is {Words.Safe(row.State)}."), cancel));
        return command;
    }

    private static Command ShowFindings(Dialogue dialogue)
    {
        var id = new Argument<string>("ID") { Description = "The replay's name." };
        var command = new Command("findings", "Findings of a replay about single objects and rows.") { id };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<ReplayFindingAnswer[]>(
            parsed, HttpMethod.Get, Paths.Replay(parsed.GetValue(id)!) + "/findings", (screen, found) => ReplayDisplay.Findings(screen, found), cancel));
        return command;
    }
}

/// <summary>The options of a replay request.</summary>
internal sealed class ReplayOptions
{
    private readonly Option<string> from = new("--from") { Description = "First slot, UTC, such as 2026-11-22 or 2026-11-22T10:00Z.", HelpName = "TIME" };
    private readonly Option<string> to = new("--to") { Description = "End, not included; the default and the latest possible is a few minutes ago.", HelpName = "TIME" };
    private readonly Option<string> markets = new("--markets") { Description = "Only these, comma-separated; splits are then left out.", HelpName = "MARKETS" };
    private readonly Option<string> sizes = new("--sizes") { Description = "Order sizes in quote, comma-separated, such as 250000; their fills are stored.", HelpName = "AMOUNTS" };
    private readonly Option<string> fees = new("--fees") { Description = "A fee profile, or none; only with --into.", HelpName = "PROFILE" };
    private readonly Option<string> fill = new("--fill") { Description = "exact, under, over or seed.", HelpName = "POLICY" };
    private readonly Option<string> into = new("--into") { Description = "Write a version with this name; without it, facts that live lacks are added.", HelpName = "VERSION" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Compute and report, but write nothing." };
    private readonly Option<bool> verify = new("--verify") { Description = "Compare with live row by row, and write nothing." };

    public ReplayOptions(Command command)
    {
        foreach (var option in new Option[] { from, to, markets, sizes, fees, fill, into, dryRun, verify })
        {
            command.Options.Add(option);
        }
    }

    public string Query(ParseResult parsed) => Paths.Query(
        ("from", Paths.Instant("--from", parsed.GetValue(from)) ?? throw new UsageException("--from is missing: the first slot to compute again, such as 2026-11-22 or 2026-11-22T10:00Z.")),
        ("to", Paths.Instant("--to", parsed.GetValue(to))),
        ("markets", parsed.GetValue(markets)),
        ("sizes", parsed.GetValue(sizes)),
        ("fees", parsed.GetValue(fees)),
        ("fill", parsed.GetValue(fill)),
        ("into", parsed.GetValue(into)),
        ("dryRun", parsed.GetValue(dryRun) ? "true" : null),
        ("verify", parsed.GetValue(verify) ? "true" : null));
}
