using System.Globalization;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows the cost of one order: a list of figures, then a sentence for each that is missing.</summary>
internal static class CostDisplay
{
    public static void Show(Screen screen, CostAnswer cost, bool isInBase)
    {
        var quote = cost.Currency is { } currency ? Words.Safe(currency) : "quote";
        var unit = isInBase ? "base" : quote;
        screen.Say($"[bold]{Words.Safe(cost.Side)} {Numbers.Exact(cost.Amount)} {unit} on {Words.Safe(cost.Market)}[/], book {Times.Age(cost.AgeSeconds)} old");
        Tables.Write(
            screen,
            Figures(cost, quote),
            new("", figure => "  " + figure.Name),
            new(">", figure => figure.Value),
            new("", figure => figure.Value == Numbers.None ? "" : figure.Unit));
        foreach (var note in Notes(cost, unit))
        {
            screen.Say($"[yellow]{note}[/]");
        }
    }

    private static IEnumerable<Figure> Figures(CostAnswer cost, string quote)
    {
        var isBuy = cost.Side == "buy";
        yield return new(isBuy ? "received" : "sold", Numbers.Rounded(cost.Quantity), "base");
        if (cost.OrderQuantity is not null && cost.OrderQuantity != cost.Quantity)
        {
            yield return new("to be ordered", Numbers.Rounded(cost.OrderQuantity), "base");
        }

        if (cost.Orders > 1)
        {
            yield return new("orders", Numbers.Count(cost.Orders), "at the venue's largest size");
        }

        yield return new("gross", Numbers.Rounded(cost.GrossAmount ?? cost.FilledAmount), quote);
        yield return new("fee", Numbers.Rounded(cost.Fee), quote + Rate(cost.FeeRate) + InBase(cost.FeeInBase));
        yield return new(isBuy ? "net paid" : "net received", Numbers.Rounded(cost.NetAmount), quote);
        yield return new("levels taken", Numbers.Count(cost.Levels), "");
        yield return new("mid", Numbers.Exact(cost.Mid), quote);
        yield return new("average price", Numbers.Rounded(cost.AveragePrice), quote);
        yield return new("worst price", Numbers.Exact(cost.WorstPrice), quote);
        yield return new("slippage", Numbers.Bps(cost.SlippageBps), "bps of mid");
        yield return new("all-in price", Numbers.Rounded(cost.AllInPrice), quote);
        yield return new("[bold]cost[/]", Numbers.Bps(cost.CostBps), "bps of mid");
    }

    private static IEnumerable<string> Notes(CostAnswer cost, string unit)
    {
        if (!cost.Complete)
        {
            yield return Incomplete(cost.Reason);
        }
        else if (cost.SlippageBps is null)
        {
            yield return "No slippage: the other side of the book is empty, so there is no mid.";
        }

        if (cost.FeeRate is null)
        {
            yield return "Fees not included: no fee of this market is known for the time of its book.";
        }

        if (cost is { Complete: true, QuantityStep: { } step })
        {
            yield return $"The order is a multiple of the lot step, {Numbers.Exact(step)}.";
        }
        else if (!cost.StepsKnown)
        {
            yield return "No lot step was applied, because the venue's lot step is unknown.";
        }

        if (cost.Unspent is { } unspent && unspent != "0")
        {
            yield return $"{Numbers.Rounded(unspent)} {unit} stays unspent.";
        }
    }

    private static string Incomplete(string? reason) => reason switch
    {
        "shallow" => "Not complete: the whole book holds less than this. The figures describe the part that can be filled.",
        "truncated" => "Not complete: the part of the book that the venue shows holds less than this. The figures describe the part shown.",
        "below_minimum" => "Not complete: the order is smaller than the venue accepts.",
        "one_sided" => "Not complete: that side of the book is empty.",
        null => "Not complete.",
        _ => $"Not complete: {Words.Safe(reason)}.",
    };

    private static string InBase(string? fee) => fee is null ? "" : $", taken as {Numbers.Rounded(fee)} base";

    private static string Rate(double? rate) =>
        rate is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({rate.Value * 100:0.###} %)");

    private sealed record Figure(string Name, string Value, string Unit);
}
