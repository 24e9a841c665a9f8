using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class PairCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var pair = new Argument<string>("PAIR") { Description = "Base and quote, such as BTC/USD." };
        var command = new Command("pair", "The best prices of a pair over all its markets.") { pair };
        command.SetAction((parsed, cancel) =>
        {
            var (baseAsset, quoteAsset) = Read(parsed.GetValue(pair)!);
            return dialogue.AskLiveAsync(parsed, live => live.GetPairAsync(baseAsset, quoteAsset, cancel), PairDisplay.Show, cancel);
        });
        return command;
    }

    private static (string BaseAsset, string QuoteAsset) Read(string pair) =>
        pair.Split('/') is [{ Length: > 0 } baseAsset, { Length: > 0 } quoteAsset]
            ? (baseAsset, quoteAsset)
            : throw new UsageException($"'{pair}' is not a pair; write base and quote, such as BTC/USD.");
}
