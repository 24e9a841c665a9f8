using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows the best way to trade: the orders on each market, the totals, the saving, and the excluded markets.</summary>
internal static class BestDisplay
{
    public static void Show(Screen screen, BestAnswer best, bool isInBase)
    {
        var (asset, currency) = (Words.Safe(best.Asset), Words.Safe(best.Currency));
        var order = isInBase ? $"{Numbers.Exact(best.Amount)} {asset} for {currency}" : $"{Numbers.Exact(best.Amount)} {currency} of {asset}";
        var skew = best.MaxSkewSeconds is { } seconds and > 0 ? $", books received within {Times.Age(seconds)}" : "";
        screen.Say($"[bold]{Words.Safe(best.Side)} {order}[/]{skew}");
        if (best.Split.Count > 0)
        {
            Legs(screen, best, currency);
            Tables.Write(
                screen,
                Figures(best, asset, currency),
                new("", figure => "  " + figure.Name),
                new(">", figure => figure.Value),
                new("", figure => figure.Value == Numbers.None ? "" : figure.Unit));
        }

        foreach (var note in Notes(best, asset, currency, isInBase))
        {
            screen.Say(note);
        }
    }

    private static void Legs(Screen screen, BestAnswer best, string currency)
    {
        Column<BestLeg>[] orders = best.Split.Any(leg => leg.Orders > 1) ? [new(">Orders", leg => Numbers.Count(leg.Orders))] : [];
        Tables.Write(
            screen,
            best.Split,
            [
                new("Market", leg => "  " + Words.Safe(leg.Market)),
                new(">Order", leg => Numbers.Exact(leg.OrderQuantity)),
                .. orders,
                new($">{currency}", leg => Numbers.Cents(leg.Amount)),
                new(">Fee", leg => $"{Numbers.Cents(leg.Fee)} {Words.Safe(leg.QuoteCurrency)}"),
                new(">Average", leg => Numbers.Rounded(leg.AveragePrice), OnlyWide: true),
                new(">Limit", leg => Numbers.Exact(leg.WorstPrice)),
                new(">Levels", leg => Numbers.Count(leg.Levels), OnlyWide: true),
                new(">Age", leg => Times.ShortAge(leg.AgeSeconds)),
            ]);
    }

    private static IEnumerable<Figure> Figures(BestAnswer best, string asset, string currency)
    {
        yield return new(best.Side == "buy" ? "received" : "given", Numbers.Rounded(best.Quantity), asset);
        yield return new(best.Side == "buy" ? "paid" : "received", Numbers.Cents(best.FilledAmount), currency);
        yield return new("all-in price", Numbers.Rounded(best.AllInPrice), currency);
        yield return new("[bold]cost[/]", Numbers.Bps(best.CostBps), "bps of mid");
        yield return new("marginal price", Numbers.Rounded(best.MarginalPrice), currency);
    }

    private static IEnumerable<string> Notes(BestAnswer best, string asset, string currency, bool isInBase)
    {
        if (best is { Saving: { } saving, BestSingle: { } single })
        {
            yield return Numbers.IsBelowCent(saving)
                ? $"No split is even a cent better than the whole order on {Words.Safe(single.Market)}."
                : $"Saves [bold]{Numbers.Cents(saving)} {currency}[/] ({Numbers.Bps(best.SavingBps)} bps) against the whole order on {Words.Safe(single.Market)}, the best single market.";
        }
        else if (best.Complete)
        {
            yield return "No single market could fill this order.";
        }

        if (!best.Complete)
        {
            yield return $"[yellow]{Incomplete(best)}[/]";
        }
        else if (best.Unspent is { } unspent && unspent != "0")
        {
            yield return $"{Numbers.Rounded(unspent)} {(isInBase ? asset : currency)} is left over, less than one lot.";
        }

        foreach (var excluded in best.Excluded)
        {
            yield return $"[yellow]{Words.Safe(excluded.Market)}[/] is left out: {Words.LeftOut(excluded.Reason, currency)}.";
        }
    }

    private static string Incomplete(BestAnswer best) => best.Reason switch
    {
        "skew" => "Not computed: the books are too far apart in time to be compared. --max-age 30 pulls the old ones first.",
        "price_apart" => $"Not computed: {Words.PricesDisagree}",
        "shallow" => "Not complete: all markets together hold less than this. The figures describe the part that can be filled.",
        "truncated" => "Not complete: the venues show only part of their books, and those hold less than this.",
        _ => "Not complete: no market can take part.",
    };

    private sealed record Figure(string Name, string Value, string Unit);
}
