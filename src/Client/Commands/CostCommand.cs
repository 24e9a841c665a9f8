using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class CostCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var side = new Argument<string>("SIDE") { Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var amount = new Argument<string>("AMOUNT") { Description = "Such as 100000, 100_000, 100k or 2.5m." };
        var unit = new Option<string>("--unit") { Description = "Whether the amount is in quote (default) or base.", HelpName = "quote|base" };
        unit.AcceptOnlyFromAmong("quote", "base");
        var fees = new Option<string>("--fees") { Description = "none for the bare walk through the book, or a fee profile of the venue, such as standard.", HelpName = "none|PROFILE" };
        var maxAge = WholeNumber.Option("--max-age", 0, "Pull first when the book is older than this many seconds.", "S");
        var command = new Command("cost", "What it costs to buy or sell an amount on a market now.") { market, side, amount, unit, fees, maxAge };
        command.SetAction((parsed, cancel) =>
        {
            var name = MarketArgument.Read(parsed, market);
            var question = new CostQuestion(
                parsed.GetValue(side)!,
                Amount.Normalise(parsed.GetValue(amount)!),
                parsed.GetValue(unit) == "base",
                parsed.GetValue(fees),
                parsed.GetValue(maxAge));
            return dialogue.AskLiveAsync(
                parsed, live => live.GetCostAsync(name, question, cancel), (screen, cost) => CostDisplay.Show(screen, cost, question.InBase), cancel);
        });
        return command;
    }
}
