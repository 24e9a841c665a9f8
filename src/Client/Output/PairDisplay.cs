using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows a pair: its best prices, a table of its markets, then the excluded ones.</summary>
internal static class PairDisplay
{
    public static void Show(Screen screen, PairPrices pair)
    {
        var skew = pair.MaxSkewSeconds is { } seconds and > 0 ? $", books received within {Times.Age(seconds)}" : "";
        screen.Say($"[bold]{Words.Safe(pair.Pair)}[/]  bid {Best(pair.BestBid)}, ask {Best(pair.BestAsk)}{skew}");
        if (pair.Markets.Count > 0)
        {
            Tables.Write(
                screen,
                pair.Markets,
                new("Market", market => Words.Safe(market.Market)),
                new(">Best bid", market => Numbers.Exact(market.BestBid)),
                new(">Best ask", market => Numbers.Exact(market.BestAsk)),
                new(">Mid", market => Numbers.Exact(market.Mid), OnlyWide: true),
                new(">Bps", market => Numbers.Bps(market.SpreadBps)),
                new(">Age", market => Times.ShortAge(market.AgeSeconds)));
        }

        foreach (var excluded in pair.Excluded)
        {
            screen.Say($"[yellow]{Words.Safe(excluded.Market)}[/] is left out: {Words.LeftOut(excluded.Reason, Words.Safe(pair.Pair))}.");
        }
    }

    private static string Best(MarketPrice? best) =>
        best is null ? Numbers.None : $"{Numbers.Exact(best.Price)} on {Words.Safe(best.Market)}";
}
