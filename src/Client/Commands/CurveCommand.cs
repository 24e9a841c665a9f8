using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class CurveCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var what = new Argument<string>("MARKET|ASSET") { Description = "A market such as coinbase:BTC-USD, or an asset such as BTC for all its markets." };
        var side = new Argument<string>("SIDE") { Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var currency = new Option<string>("--currency") { Description = "For an asset: the currency paid or received (default USD).", HelpName = "CODE" };
        var command = new Command("curve", "Draw the cost against the order size.") { what, side, currency };
        command.SetAction((parsed, cancel) =>
        {
            var taken = parsed.GetValue(side)!;
            if (parsed.GetValue(what)!.Contains(':', StringComparison.Ordinal))
            {
                var market = MarketArgument.Read(parsed, what);
                return dialogue.AskLiveAsync<CostCurve>(parsed, live => live.GetCurveAsync(market, taken, cancel), CurveDisplay.Show, cancel);
            }

            var asset = parsed.GetValue(what)!.ToUpperInvariant();
            var paid = parsed.GetValue(currency)?.ToUpperInvariant();
            return dialogue.AskLiveAsync<BestCurve>(parsed, live => live.GetBestCurveAsync(asset, paid, taken, cancel), CurveDisplay.Show, cancel);
        });
        return command;
    }
}
