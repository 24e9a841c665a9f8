namespace OrderBookSilo.Core.Markets;

/// <summary>An asset by its normalised code, upper case (<c>BTC</c>, never <c>XBT</c>).</summary>
public readonly record struct Asset(string Code)
{
    public override string ToString() => Code;
}

/// <summary>Base and quote asset of a market, written <c>BTC/USD</c>: a price is so much quote for one base.</summary>
public readonly record struct Pair(Asset Base, Asset Quote)
{
    public override string ToString() => $"{Base}/{Quote}";
}
