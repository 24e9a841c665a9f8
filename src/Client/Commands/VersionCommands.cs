using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>replay versions</c>, <c>diff</c>, <c>promote</c>, <c>demote</c> and <c>drop</c>.</summary>
internal static class VersionCommands
{
    public static IEnumerable<Command> Create(Dialogue dialogue) =>
    [
        List(dialogue),
        Compare(dialogue),
        Of(dialogue, "promote", "Make the views show a version wherever it covers a slot.", HttpMethod.Put, "/promoted"),
        Of(dialogue, "demote", "Make the views stop showing a version.", HttpMethod.Delete, "/promoted"),
        Of(dialogue, "drop", "Delete a version and all its facts.", HttpMethod.Delete, ""),
    ];

    private static Command List(Dialogue dialogue)
    {
        var command = new Command("versions", "List every version of the facts.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<VersionView[]>(parsed, HttpMethod.Get, Paths.Versions, ReplayDisplay.Versions, cancel));
        return command;
    }

    private static Command Compare(Dialogue dialogue)
    {
        var one = new Argument<string>("A") { Description = "A version, such as live." };
        var other = new Argument<string>("B") { Description = "Another version." };
        var markets = new Option<string>("--markets") { Description = "Only these, comma-separated; splits are then left out.", HelpName = "MARKETS" };
        var from = new Option<string>("--from") { Description = "First slot, UTC; default all.", HelpName = "TIME" };
        var to = new Option<string>("--to") { Description = "End, not included.", HelpName = "TIME" };
        var command = new Command("diff", "Which fields differ between two versions in the slots that both cover.") { one, other, markets, from, to };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<DifferencesView>(
            parsed,
            HttpMethod.Get,
            $"{Paths.Version(parsed.GetValue(one)!)}/differences" + Paths.Query(
                ("with", parsed.GetValue(other)),
                ("from", Paths.Instant("--from", parsed.GetValue(from))),
                ("to", Paths.Instant("--to", parsed.GetValue(to))),
                ("markets", parsed.GetValue(markets))),
            ReplayDisplay.Differences,
            cancel));
        return command;
    }

    private static Command Of(Dialogue dialogue, string verb, string description, HttpMethod method, string below)
    {
        var version = new Argument<string>("VERSION") { Description = "The version's name." };
        var command = new Command(verb, description) { version };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<VersionView[]>(
            parsed, method, Paths.Version(parsed.GetValue(version)!) + below, ReplayDisplay.Versions, cancel));
        return command;
    }
}
