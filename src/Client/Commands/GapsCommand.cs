using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class GapsCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var command = new Command("gaps", "Slots that have no book and never will have one, with the reason.");
        var range = new RangeOptions(command);
        command.SetAction((parsed, cancel) => dialogue.AskAsync<GapView[]>(
            parsed, HttpMethod.Get, "api/gaps" + Paths.Query(range.From(parsed), range.To(parsed)), Show, cancel));
        return command;
    }

    private static void Show(Screen screen, GapView[] rows)
    {
        if (rows.Length == 0)
        {
            screen.Say("No gaps in this range.");
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("Market", row => Words.Safe(row.Market)),
            new("Slot (UTC)", row => Times.Minute(row.Slot)),
            new("Reason", row => Words.Safe(row.Reason)));
    }
}
