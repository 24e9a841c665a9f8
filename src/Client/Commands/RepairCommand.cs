using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class RepairCommand
{
    private const string Path = "api/repairs";

    public static Command Create(Dialogue dialogue)
    {
        var apply = new Option<bool>("--apply") { Description = "Repair it; without this, it is only shown." };
        var command = new Command("repair", "What an earlier version or a wrong clock left in the facts.") { apply };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<RepairsView>(
            parsed, parsed.GetValue(apply) ? HttpMethod.Post : HttpMethod.Get, Path, Show, cancel));
        return command;
    }

    private static void Show(Screen screen, RepairsView repairs)
    {
        if (repairs.Found.Count == 0)
        {
            screen.Say("Nothing to repair.");
            return;
        }

        Tables.Write(
            screen,
            repairs.Found,
            new("Kind", found => Words.Safe(found.Kind)),
            new("Market or asset", found => Words.Safe(found.Subject)),
            new("Slot (UTC)", found => Times.Minute(found.Slot)),
            new(">Books", found => Numbers.Count((int)found.Books)),
            new("Last (UTC)", found => Times.Minute(found.LastSlot)),
            new("Repaired", found => found.Repaired ? "yes" : repairs.Applied ? "[yellow]no[/]" : Numbers.None));
        SayWhatNext(screen, repairs);
    }

    private static void SayWhatNext(Screen screen, RepairsView repairs)
    {
        if (!repairs.Applied)
        {
            screen.Say("Nothing was changed. Repair it: ./orderbook repair --apply");
        }

        foreach (var replay in repairs.Replays)
        {
            screen.Say($"Computed again by replay {Words.Safe(replay)}: ./orderbook replay follow {Words.Safe(replay)}");
        }

        if (repairs.Version is { } version)
        {
            screen.Say($"Once the replay of {Words.Safe(version)} is done, show the corrected books: ./orderbook replay promote {Words.Safe(version)}");
        }

        if (repairs.Problem is { } problem)
        {
            screen.Complain($"Not computed again: {Words.Safe(problem)}");
        }

        if (repairs.IsMore)
        {
            screen.Say("There is more; repeat the command.");
        }
    }
}
