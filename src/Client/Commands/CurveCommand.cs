using System.CommandLine;
using OrderBookSilo.Client.Asking;
using OrderBookSilo.Client.Showing;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>curve</c>: cost against size on one market's latest book, drawn.</summary>
internal static class CurveCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var side = new Argument<string>("SIDE") { Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var command = new Command("curve", "What it costs against how much, drawn from a market's latest book.") { market, side };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<CostCurve>(
            parsed,
            HttpMethod.Get,
            Paths.Market(parsed.GetValue(market)!) + "/curve" + Paths.Query(("side", parsed.GetValue(side))),
            CurveView.Show,
            cancel));
        return command;
    }
}
