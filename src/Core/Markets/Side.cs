namespace OrderBookSilo.Core.Markets;

/// <summary>The taker's side: a buy takes asks, a sell takes bids.</summary>
public enum Side
{
    Buy,
    Sell,
}

/// <summary>The text of a side as used in tables, API and console.</summary>
public static class SideText
{
    public static string Text(this Side side) => side == Side.Buy ? "buy" : "sell";

    public static bool TryParse(string? text, out Side side)
    {
        side = text == "sell" ? Side.Sell : Side.Buy;
        return text is "buy" or "sell";
    }
}
