namespace OrderBookSilo.Core.Markets;

/// <summary>An asset by its normalised code, upper case (<c>BTC</c>, never <c>XBT</c>).</summary>
public readonly record struct Asset(string Code)
{
    public override string ToString() => Code;
}

/// <summary>Base and quote asset of a market, written <c>BTC/USD</c>: a price is an amount of quote for one base.</summary>
public readonly record struct Pair(Asset Base, Asset Quote)
{
    /// <summary>Maximum length of an asset's code in text.</summary>
    public const int CodeLengthMax = 32;

    /// <summary>Parses <c>BTC/USD</c> in any case; false when the text is not a pair.</summary>
    public static bool TryParse(string? text, out Pair pair)
    {
        pair = default;
        var codes = text?.ToUpperInvariant().Split('/') ?? [];
        if (codes.Length != 2 || !codes.All(IsCode))
        {
            return false;
        }

        pair = new Pair(new Asset(codes[0]), new Asset(codes[1]));
        return true;
    }

    public override string ToString() => $"{Base}/{Quote}";

    private static bool IsCode(string code) =>
        code.Length is > 0 and <= CodeLengthMax && !code.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter));
}
