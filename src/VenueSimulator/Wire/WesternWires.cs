using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Exchanges that quote mainly in dollars.</summary>
internal static class WesternWires
{
    private const int Whole = int.MaxValue;

    public static RestWire Kraken { get; } = new("kraken")
    {
        Books = [new("/0/public/Depth", "pair", "count", 100, 500)],
        Layout = new("""{"error":[],"result":{"{id}":{"asks":[""", """],"bids":[""", "]}}}")
        {
            HasAsksFirst = true,
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
            Close = "\",{s}]",
        },
        Id = OldId,
        ListingPath = "/0/public/AssetPairs",
        Listing = ("""{"error":[],"result":{""", "}}"),
        Entry = (market, names) => $$""" "{{OldId(market, names)}}":{"altname":"{{market.Symbol}}","wsname":"{{names.OwnCode(market.Base)}}/{{names.OwnCode(market.Quote)}}","base":"{{names.OwnCode(market.Base)}}","quote":"{{names.OwnCode(market.Quote)}}","pair_decimals":{{market.PriceDecimals}},"lot_decimals":{{market.QuantityDecimals}},"tick_size":"{{Steps.Short(market.PriceDecimals)}}","ordermin":"{{Steps.Short(market.QuantityDecimals)}}","costmin":"0.5","status":"{{(market.IsHalted ? "cancel_only" : "online")}}"}""",
        Unknown = (200, """{"error":["EQuery:Unknown asset pair"]}"""),
        TooMany = """{"error":["EGeneral:Too many requests"]}""",
    };

    public static RestWire Bitstamp { get; } = new("bitstamp")
    {
        Books = [new("/api/v2/order_book/{product}/", null, null, Whole, Whole)],
        Layout = new("""{"timestamp": "{s}", "microtimestamp": "{us}", "bids": [""", """], "asks": [""", "]}")
        {
            Between = "\", \"",
            Separator = ", ",
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
        },
        ListingPath = "/api/v2/trading-pairs-info/",
        Listing = ("[", "]"),
        Entry = (market, names) => $$"""{"trading": "{{(market.IsHalted ? "Disabled" : "Enabled")}}", "base_decimals": {{market.QuantityDecimals}}, "url_symbol": "{{market.Symbol}}", "name": "{{market.Base.Code}}/{{market.Quote.Code}}", "instant_and_market_orders": "Enabled", "minimum_order": "10.0 {{market.Quote.Code}}", "counter_decimals": {{market.PriceDecimals}}}""",
        Unknown = (404, "<html>"),
        TooMany = """{"status":"error","reason":"Request rejected due to exceeded rate limit","response_code":"400.002"}""",
    };

    public static RestWire Gemini { get; } = new("gemini")
    {
        Books = [new("/v1/book/{product}", null, "limit_bids", 50, Whole)],
        Layout = new("""{"bids":[""", """],"asks":[""", "]}")
        {
            Open = "{\"price\":\"",
            Between = "\",\"amount\":\"",
            Close = "\",\"timestamp\":\"{s}\"}",
        },
        ListingPath = "/v1/symbols/details/all",
        Listing = ("[", "]"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol.ToUpperInvariant()}}","base_currency":"{{market.Base.Code}}","quote_currency":"{{market.Quote.Code}}","tick_size":{{Scientific(market.QuantityDecimals)}},"quote_increment":{{Scientific(market.PriceDecimals)}},"min_order_size":"{{Steps.Short(market.QuantityDecimals)}}","status":"{{(market.IsHalted ? "cancel_only" : "open")}}","product_type":"spot"}""",
        Unknown = (400, """{"result":"error","reason":"Bad Request","message":"Supplied value 'x' is not a valid symbol"}"""),
        TooMany = """{"result":"error","reason":"Too Many Requests","message":"Too Many Requests"}""",
    };

    public static RestWire Bitfinex { get; } = new("bitfinex")
    {
        Books = [new("/v2/book/{product}/P0", null, "len", 25, 250)],
        Layout = new("[", "", "]")
        {
            Open = "[",
            Between = ",{orders},",
            BetweenOfAsk = ",{orders},-",
            Close = "]",
        },
        PriceDigits = 5,
        ListingPath = "/v2/conf/pub:list:pair:exchange,pub:info:pair",
        ListingWeight = 16,
        Listing = ("[[],[", "]]"),
        Entry = (market, names) => $$"""["{{market.Symbol[1..]}}",[null,null,null,"{{Steps.Short(market.QuantityDecimals)}}","2000",null,null,null,null,null,null,null]]""",
        Unknown = (500, """["error",10020,"symbol: invalid"]"""),
        TooMany = """["error",11010,"ratelimit: error"]""",
    };

    public static RestWire Bitso { get; } = new("bitso")
    {
        Books = [new("/v3/order_book/", "book", null, Whole, Whole)],
        Layout = new("""{"success":true,"payload":{"updated_at":"{text}","bids":[""", """],"asks":[""", """],"sequence":"{sequence}"}}""")
        {
            Open = "{\"price\":\"",
            Between = "\",\"amount\":\"",
            Close = "\",\"oid\":\"{s}\"}",
        },
        ListingPath = "/v3/available_books/",
        Listing = ("""{"success":true,"payload":[""", "]}"),
        Entry = (market, names) => $$"""{"book":"{{market.Symbol}}","minimum_amount":"{{Steps.Short(market.QuantityDecimals)}}","minimum_value":"5","tick_size":"{{Steps.Short(market.PriceDecimals)}}"}""",
        Unknown = (400, """{"error":{"code":"0301","details":[],"message":"Unknown order book x"},"success":false}"""),
        TooMany = """{"error":{"code":"0801","message":"Too many requests"},"success":false}""",
    };

    // XBTUSD is XXBTZUSD; newer pairs have no such ids.
    private static string OldId(SimulatedMarket market, VenueListing names)
    {
        var (bought, paid) = (names.OwnCode(market.Base), names.OwnCode(market.Quote));
        return bought is "XBT" or "ETH" or "XDG" or "LTC" or "XRP" && paid is "USD" or "EUR" ? $"X{bought}Z{paid}" : market.Symbol;
    }

    private static string Scientific(int decimals) => decimals < 4 ? Steps.Short(decimals) : $"1E-{decimals}";
}
