using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Exchanges with the calls and books of Binance.</summary>
internal static class BinanceLikeWires
{
    private const string InvalidSymbol = """{"code":-1121,"msg":"Invalid symbol."}""";

    public static RestWire BinanceUs { get; } = new("binanceus")
    {
        Books = [new("/api/v3/depth", "symbol", "limit", 100, 5000, 50)],
        Layout = Plain("}"),
        ListingPath = "/api/v3/exchangeInfo",
        ListingWeight = 20,
        Listing = ("""{"timezone":"UTC","rateLimits":[],"symbols":[""", "]}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","status":"{{(market.IsHalted ? "BREAK" : "TRADING")}}","baseAsset":"{{market.Base.Code}}","quoteAsset":"{{market.Quote.Code}}","filters":[{"filterType":"PRICE_FILTER","tickSize":"{{Price(market)}}"},{"filterType":"LOT_SIZE","minQty":"{{Lot(market)}}","maxQty":"9000.00000000","stepSize":"{{Lot(market)}}"},{"filterType":"MIN_NOTIONAL","minNotional":"10.0000"}]}""",
        Unknown = (400, InvalidSymbol),
        TooMany = """{"code":-1003,"msg":"Too much request weight used."}""",
        UsedWeightHeader = "X-MBX-USED-WEIGHT-1M",
    };

    public static RestWire Mexc { get; } = new("mexc")
    {
        Books = [new("/api/v3/depth", "symbol", "limit", 100, 5000)],
        Layout = Plain(",\"timestamp\":{ms}}"),
        ListingPath = "/api/v3/exchangeInfo",
        ListingWeight = 10,
        Listing = ("""{"timezone":"CST","rateLimits":[],"exchangeFilters":[],"symbols":[""", "]}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","status":"{{(market.IsHalted ? "2" : "1")}}","baseAsset":"{{market.Base.Code}}","quoteAsset":"{{market.Quote.Code}}","quotePrecision":{{market.PriceDecimals}},"baseAssetPrecision":{{market.QuantityDecimals}},"baseSizePrecision":"{{Lot(market)}}","quoteAmountPrecision":"1","isSpotTradingAllowed":true,"makerCommission":"0","takerCommission":"0.0005"}""",
        Unknown = (400, InvalidSymbol),
        TooMany = """{"code":429,"msg":"Too Many Requests"}""",
    };

    private static BookLayout Plain(string tail) => new("""{"lastUpdateId":{sequence},"bids":[""", """],"asks":[""", "]" + tail)
    {
        Prices = NumberFormat.Fixed,
        Quantities = NumberFormat.Fixed,
    };

    private static string Price(SimulatedMarket market) => Steps.Short(market.PriceDecimals);

    private static string Lot(SimulatedMarket market) => Steps.Short(market.QuantityDecimals);
}
