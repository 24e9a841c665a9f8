using System.CommandLine;
using System.Globalization;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class AuditLogCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var limit = WholeNumber.Option("--limit", 1, "How many changes at most, up to 10000; default 1000.", "N");
        var command = new Command("log", "Who added, removed, pulled, replayed, promoted, dropped, created or revoked what, newest first.") { limit };
        var range = new RangeOptions(command);
        command.SetAction((parsed, cancel) => dialogue.AskAsync<ChangeView[]>(
            parsed,
            HttpMethod.Get,
            "api/audit/log" + Paths.Query(range.From(parsed), range.To(parsed), ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))),
            Show,
            cancel));
        return command;
    }

    private static void Show(Screen screen, ChangeView[] rows)
    {
        if (rows.Length == 0)
        {
            screen.Say("Nothing was changed in this range.");
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("At (UTC)", row => Times.Second(row.At)),
            new("Who", row => Words.Safe(row.Key is null ? row.Caller : $"key {row.Key}")),
            new("From", row => Words.Safe(row.Address)),
            new("Action", row => Words.Safe(row.Action)),
            new("On", row => Words.Safe(row.Subject)),
            new("Outcome", row => Words.Safe(row.Outcome)),
            new(">HTTP", row => row.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? Numbers.None),
            new("Parameters", row => Words.Safe(row.Parameters)));
    }
}
