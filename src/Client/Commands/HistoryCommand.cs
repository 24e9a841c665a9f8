using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class HistoryCommand
{
    private const int DigestShown = 12;

    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var command = new Command("history", "The books of a market's past slots, newest first.") { market };
        var range = new RangeOptions(command);
        command.SetAction((parsed, cancel) => dialogue.AskAsync<HistoryView[]>(
            parsed,
            HttpMethod.Get,
            Paths.Market(parsed.GetValue(market)!) + "/history" + Paths.Query(range.From(parsed), range.To(parsed)),
            Show,
            cancel));
        return command;
    }

    private static void Show(Screen screen, HistoryView[] rows)
    {
        if (rows.Length == 0)
        {
            screen.Say("No books in this range.");
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("Slot (UTC)", row => Times.Minute(row.Slot)),
            new("Received", row => Times.Clock(row.ReceivedAt)),
            new(">Best bid", row => Numbers.Exact(row.BestBid)),
            new(">Best ask", row => Numbers.Exact(row.BestAsk)),
            new(">Bids", row => Numbers.Count(row.BidLevels)),
            new(">Asks", row => Numbers.Count(row.AskLevels)),
            new("Depth", row => row.DepthComplete ? "whole" : "not known whole"),
            new("SHA-256", row => Words.Dim(Words.Safe(row.Sha256[..Math.Min(DigestShown, row.Sha256.Length)])), OnlyWide: true));
    }
}
