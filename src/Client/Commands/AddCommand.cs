using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class AddCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var command = new Command("add", "Pull a market from now on, its due slot immediately.") { market };
        command.SetAction((parsed, cancel) =>
        {
            var name = MarketArgument.Read(parsed, market);
            return dialogue.AskLiveAsync(parsed, live => live.AddAsync(name, cancel), Show, cancel);
        });
        return command;
    }

    private static void Show(Screen screen, MarketSummary market) =>
        screen.Say($"[green]{Words.Safe(market.Market)}[/] is active; its first book is on the way. Next slot {Times.ShortClock(market.NextSlot)} UTC.");
}
