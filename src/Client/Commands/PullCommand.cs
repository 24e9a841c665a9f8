using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class PullCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var command = new Command("pull", "Pull a market now, even if its slot has a book.") { market };
        command.SetAction((parsed, cancel) =>
        {
            var name = MarketArgument.Read(parsed, market);
            return dialogue.AskLiveAsync(parsed, live => live.PullAsync(name, cancel), Show, cancel);
        });
        return command;
    }

    private static void Show(Screen screen, MarketSummary market) =>
        screen.Say($"[green]{Words.Safe(market.Market)}[/] pulled: bid {Numbers.Exact(market.BestBid)}, ask {Numbers.Exact(market.BestAsk)}, {Numbers.Count(market.BidLevels)} + {Numbers.Count(market.AskLevels)} levels.");
}
