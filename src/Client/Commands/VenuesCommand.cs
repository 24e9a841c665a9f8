using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class VenuesCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var command = new Command("venues", "The exchanges that the silo pulls from, and how it reaches them.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<VenueView[]>(parsed, HttpMethod.Get, "api/venues", Show, cancel));
        return command;
    }

    private static void Show(Screen screen, VenueView[] rows)
    {
        Tables.Write(
            screen,
            rows,
            new("Venue", row => Words.Safe(row.Venue)),
            new("Name", row => Words.Safe(row.Name)),
            new(">Weight a minute", row => row.BudgetPerMinute == 0 ? "no limit" : Numbers.Count(row.BudgetPerMinute)),
            new("State", row => StateOf(row.State)));
        var routes = rows.SelectMany(WaysOf).ToList();
        if (routes.Count == 0)
        {
            return;
        }

        screen.Say("");
        Tables.Write(
            screen,
            routes,
            new("Venue", route => Words.Safe(route.Venue)),
            new("From", route => Words.Safe(route.From)),
            new("To", route => Words.Safe(route.To)),
            new("State", route => StateOf(route.State)),
            new("Until (UTC)", route => Times.Second(route.Until)),
            new("Because", route => Words.Safe(route.Message)));
    }

    // For a circuit breaker closed is the good state, which readers do not expect.
    private static string StateOf(string state) => state switch
    {
        "closed" => "in use",
        "open" => "not used",
        _ => Words.Safe(state),
    };

    // Normal states are not listed.
    private static IEnumerable<(string Venue, string From, string? To, string State, DateTimeOffset? Until, string? Message)> WaysOf(VenueView row)
    {
        foreach (var egress in row.Egress)
        {
            if (egress.State != "closed" || row.Egress.Count > 1)
            {
                yield return (row.Venue, egress.Address, null, egress.State, egress.Until, egress.Message);
            }

            foreach (var host in egress.Hosts.Where(host => host.State != "closed"))
            {
                yield return (row.Venue, egress.Address, host.Host, host.State, host.Until, host.Message);
            }
        }
    }
}
