using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class MetricsCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var command = new Command("metrics", "Spread, depth, imbalance and the costs of each order size on a market's latest book.") { market };
        command.SetAction((parsed, cancel) =>
        {
            var name = MarketArgument.Read(parsed, market);
            return dialogue.AskLiveAsync(parsed, live => live.GetMetricsAsync(name, cancel), MetricsDisplay.Show, cancel);
        });
        return command;
    }
}
