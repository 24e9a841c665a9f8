using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class BestCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var side = new Argument<string>("SIDE") { Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var asset = new Argument<string>("ASSET") { Description = "The asset's code, such as BTC." };
        var amount = new Argument<string>("AMOUNT") { Description = "Such as 100000, 100_000, 100k or 2.5m." };
        var currency = new Option<string>("--currency") { Description = "The currency paid or received (default USD).", HelpName = "CODE" };
        var unit = new Option<string>("--unit") { Description = "Whether the amount is in the currency (quote, default) or in the asset (base).", HelpName = "quote|base" };
        unit.AcceptOnlyFromAmong("quote", "base");
        var maxAge = WholeNumber.Option("--max-age", 0, "Pull books that are older than this many seconds first.", "S");
        var command = new Command("best", "The best way to buy or sell an amount over all markets.") { side, asset, amount, currency, unit, maxAge };
        command.SetAction((parsed, cancel) =>
        {
            var isInBase = parsed.GetValue(unit) == "base";
            var question = new BestQuestion(parsed.GetValue(side)!, Amount.Normalise(parsed.GetValue(amount)!), isInBase, parsed.GetValue(maxAge));
            var paid = parsed.GetValue(currency)?.ToUpperInvariant();
            return dialogue.AskLiveAsync(
                parsed,
                live => live.GetBestAsync(parsed.GetValue(asset)!.ToUpperInvariant(), paid, question, cancel),
                (screen, best) => BestDisplay.Show(screen, best, isInBase),
                cancel);
        });
        return command;
    }
}
