namespace OrderBookSilo.Core.Markets;

/// <summary>Assets worth about a dollar. They remain different currencies, but share order sizes and a fee class.</summary>
public static class DollarAssets
{
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "USD", "USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "PYUSD", "DAI", "USDE", "USDS", "USD1", "RLUSD", "USDG",
    };

    public static bool Contains(Asset asset) => Codes.Contains(asset.Code);
}
