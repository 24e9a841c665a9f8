namespace OrderBookSilo.VenueSimulator.Markets;

/// <summary>How a simulated exchange names things, what it quotes in, and how deep its whole books are.</summary>
/// <param name="Quotes">Its quote currencies, the main one first.</param>
/// <param name="Bids">Levels of the whole book of bitcoin in the main quote currency.</param>
/// <param name="Separator">Between the two codes of a product.</param>
/// <param name="Prefix">Before them.</param>
internal sealed record VenueListing(string Code, IReadOnlyList<string> Quotes, int Bids, int Asks, string Separator = "", string Prefix = "")
{
    public static IReadOnlyList<VenueListing> All { get; } =
    [
        new("kraken", ["USD", "USDT", "EUR"], 1_100, 1_300) { OwnCodes = new Dictionary<string, string> { ["BTC"] = "XBT", ["DOGE"] = "XDG" } },
        new("bitstamp", ["USD", "USDT", "EUR"], 4_900, 2_500) { IsLowerCase = true },
        new("gemini", ["USD", "USDT", "EUR"], 2_250, 2_745) { IsLowerCase = true },
        new("binanceus", ["USD", "USDT", "USDC"], 1_800, 1_900),
        new("okx", ["USDT", "USDC", "USD"], 5_600, 6_100, "-"),
        new("bybit", ["USDT", "USDC", "EUR"], 7_000, 8_000),
        new("kucoin", ["USDT", "USDC", "EUR"], 2_000, 2_400, "-"),
        new("bitfinex", ["USD", "USDT", "EUR"], 3_000, 3_200, ":", "t")
        {
            UnseparatedLengthMax = 3,
            OwnCodes = new Dictionary<string, string> { ["USDT"] = "UST", ["USDC"] = "UDC" },
        },
        new("gate", ["USDT", "USDC", "USD"], 1_400, 1_500, "_"),
        new("htx", ["USDT", "USDC"], 1_200, 1_250) { IsLowerCase = true },
        new("mexc", ["USDT", "USDC", "EUR"], 3_500, 3_900),
        new("bitget", ["USDT", "USDC", "EUR"], 2_000, 2_200),
        new("cryptocom", ["USDT", "USD", "EUR"], 1_000, 1_100, "_"),
        new("bitmart", ["USDT", "USDC"], 900, 950, "_"),
        new("bitso", ["USD", "USDT"], 1_100, 1_400, "_") { IsLowerCase = true },
    ];

    public bool IsLowerCase { get; init; }

    /// <summary>Codes of at most this length stand without the separator.</summary>
    public int UnseparatedLengthMax { get; init; }

    /// <summary>The exchange's own codes of assets, by the usual ones.</summary>
    public IReadOnlyDictionary<string, string> OwnCodes { get; init; } = new Dictionary<string, string>();

    public static VenueListing Of(string code) => All.First(listing => listing.Code == code);

    /// <summary>The currency that the exchange mostly quotes in; coinbase and binance have listings of their own.</summary>
    public static string MainQuoteOf(string code) => code switch
    {
        "coinbase" => "USD",
        "binance" => "USDT",
        _ => Of(code).Quotes[0],
    };

    public string OwnCode(SimulatedAsset asset) => OwnCodes.GetValueOrDefault(asset.Code, asset.Code);

    public string Symbol(SimulatedAsset bought, SimulatedAsset paid)
    {
        var (first, second) = (OwnCode(bought), OwnCode(paid));
        var isShort = first.Length <= UnseparatedLengthMax && second.Length <= UnseparatedLengthMax;
        var name = $"{Prefix}{first}{(isShort ? "" : Separator)}{second}";
        return IsLowerCase ? name.ToLowerInvariant() : name;
    }
}
