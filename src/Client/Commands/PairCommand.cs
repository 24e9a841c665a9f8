using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>pair</c>: one pair on every market that has it.</summary>
internal static class PairCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var pair = new Argument<string>("PAIR") { Description = "Base and quote, such as BTC/USD." };
        var command = new Command("pair", "The best prices of a pair over all its markets.") { pair };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<PairPrices>(
            parsed, HttpMethod.Get, Paths.Pair(parsed.GetValue(pair)!), PairDisplay.Show, cancel));
        return command;
    }
}
