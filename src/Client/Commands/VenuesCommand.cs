using System.CommandLine;
using OrderBookSilo.Client.Answers;
using OrderBookSilo.Client.Asking;
using OrderBookSilo.Client.Showing;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>venues</c>: the exchanges that the silo speaks to.</summary>
internal static class VenuesCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var command = new Command("venues", "The exchanges that the silo speaks to.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<VenueRow[]>(parsed, HttpMethod.Get, "api/venues", Show, cancel));
        return command;
    }

    private static void Show(Screen screen, VenueRow[] rows) => Tables.Write(
        screen,
        rows,
        new("Venue", row => Words.Safe(row.Venue)),
        new("Name", row => Words.Safe(row.Name)),
        new(">Weight a minute", row => row.BudgetPerMinute == 0 ? "no limit" : Numbers.Count(row.BudgetPerMinute)));
}
