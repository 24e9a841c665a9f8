using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class RemoveCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var command = new Command("remove", "Stop pulling a market; stored data is kept.") { market };
        command.SetAction((parsed, cancel) =>
        {
            var name = MarketArgument.Read(parsed, market);
            return dialogue.AskLiveAsync(parsed, live => live.RemoveAsync(name, cancel), Show, cancel);
        });
        return command;
    }

    private static void Show(Screen screen, MarketSummary market) =>
        screen.Say($"{Words.Safe(market.Market)} is stopped; its last book and its history can still be read.");
}
