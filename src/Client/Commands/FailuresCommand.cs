using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;

namespace OrderBookSilo.Client.Commands;

internal static class FailuresCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = new Option<string>("--market") { Description = "Only this market.", HelpName = "MARKET" };
        var command = new Command("failures", "Pulls that ended without a book, newest first.") { market };
        var range = new RangeOptions(command);
        command.SetAction((parsed, cancel) => dialogue.AskAsync<FailureView[]>(
            parsed,
            HttpMethod.Get,
            "api/failures" + Paths.Query(("market", parsed.GetValue(market)), range.From(parsed), range.To(parsed)),
            Show,
            cancel));
        return command;
    }

    private static void Show(Screen screen, FailureView[] rows)
    {
        if (rows.Length == 0)
        {
            screen.Say("No failures in this range.");
            return;
        }

        if (screen.IsTerminal)
        {
            ShowList(screen, rows);
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("At (UTC)", row => Times.Second(row.At)),
            new("Market", row => Words.Safe(row.Market)),
            new("Slot", row => Times.ShortClock(row.Slot)),
            new("Kind", row => Words.Safe(row.Kind)),
            new(">HTTP", row => row.HttpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Numbers.None),
            new("Message", row => Words.Safe(row.Message)));
    }

    // A venue's messages are long and would be squeezed into a narrow column.
    private static void ShowList(Screen screen, FailureView[] rows)
    {
        foreach (var row in rows)
        {
            screen.Say($"{Times.Second(row.At)}  [bold]{Words.Safe(row.Market)}[/]  [red]{Words.Safe(row.Kind)}[/]{Words.Http(row.HttpStatus)}  slot {Times.ShortClock(row.Slot)}");
            screen.Out.Write(new Padder(new Text(Words.Printable(row.Message)), new Padding(2, 0, 0, 0)));
        }
    }
}
