using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Exchanges that quote mainly in USDT.</summary>
internal static class EasternWires
{
    public static RestWire Okx { get; } = new("okx")
    {
        Books = [new("/api/v5/market/books-full", "instId", "sz", 1, 5000, 4), new("/api/v5/market/books", "instId", "sz", 1, 400)],
        Layout = new("""{"code":"0","msg":"","data":[{"asks":[""", """],"bids":[""", """],"ts":"{ms}","seqId":{sequence}}]}""")
        {
            HasAsksFirst = true,
            Close = "\",\"{orders}\"]",
        },
        ListingPath = "/api/v5/public/instruments",
        ListingWeight = 2,
        Listing = ("""{"code":"0","msg":"","data":[""", "]}"),
        Entry = (market, names) => $$"""{"instType":"SPOT","instId":"{{market.Symbol}}","baseCcy":"{{market.Base.Code}}","quoteCcy":"{{market.Quote.Code}}","state":"{{(market.IsHalted ? "suspend" : "live")}}","tickSz":"{{Price(market)}}","lotSz":"{{Lot(market)}}","minSz":"{{Lot(market)}}"}""",
        Unknown = (200, """{"code":"51001","msg":"Instrument ID, Instrument ID code, or Spread ID doesn't exist.","data":[]}"""),
        TooMany = """{"code":"50011","msg":"Too Many Requests","data":[]}""",
    };

    public static RestWire Bybit { get; } = new("bybit")
    {
        Books = [new("/v5/market/full_orderbook", "symbol", null, 10_000, 10_000), new("/v5/market/orderbook", "symbol", "limit", 1, 1000)],
        Layout = new("""{"retCode":0,"retMsg":"OK","result":{"s":"{product}","b":[""", """],"a":[""", """],"ts":{ms},"u":{sequence},"seq":{sequence},"cts":{ms}},"retExtInfo":{},"time":{ms}}""")
        {
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
        },
        ListingPath = "/v5/market/instruments-info",
        Listing = ("""{"retCode":0,"retMsg":"OK","result":{"category":"spot","list":[""", """]},"retExtInfo":{}}"""),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","baseCoin":"{{market.Base.Code}}","quoteCoin":"{{market.Quote.Code}}","status":"{{(market.IsHalted ? "PreLaunch" : "Trading")}}","lotSizeFilter":{"basePrecision":"{{Lot(market)}}","minOrderQty":"{{Lot(market)}}","minOrderAmt":"5","maxOrderAmt":"8000000"},"priceFilter":{"tickSize":"{{Price(market)}}"} }""",
        Unknown = (200, """{"retCode":10001,"retMsg":"Not supported symbols","result":{},"retExtInfo":{},"time":0}"""),
        TooMany = """{"retCode":10006,"retMsg":"Too many visits!","result":{},"retExtInfo":{},"time":0}""",
        Forbidden = "403, access too frequent",
    };

    public static RestWire Kucoin { get; } = new("kucoin")
    {
        Books = [new("/api/v1/market/orderbook/level2_100", "symbol", null, 100, 100, 4)],
        Layout = new("""{"code":"200000","data":{"time":{ms},"sequence":"{sequence}","bids":[""", """],"asks":[""", "]}}"),
        ListingPath = "/api/v2/symbols",
        ListingWeight = 4,
        Listing = ("""{"code":"200000","data":[""", "]}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","baseCurrency":"{{market.Base.Code}}","quoteCurrency":"{{market.Quote.Code}}","enableTrading":{{(market.IsHalted ? "false" : "true")}},"priceIncrement":"{{Price(market)}}","baseIncrement":"{{Lot(market)}}","baseMinSize":"{{Lot(market)}}","minFunds":"0.1"}""",
        Unknown = (200, """{"code":"900001","msg":"symbol not exists"}"""),
        TooMany = """{"code":"429000","msg":"Too Many Requests"}""",
    };

    public static RestWire Gate { get; } = new("gate")
    {
        Books = [new("/api/v4/spot/order_book", "currency_pair", "limit", 10, 1000)],
        Layout = new("""{"id":{sequence},"current":{ms},"update":{ms},"asks":[""", """],"bids":[""", "]}") { HasAsksFirst = true },
        ListingPath = "/api/v4/spot/currency_pairs",
        Listing = ("[", "]"),
        Entry = (market, names) => $$"""{"id":"{{market.Symbol}}","base":"{{market.Base.Code}}","quote":"{{market.Quote.Code}}","fee":"0.2","min_base_amount":"{{Lot(market)}}","min_quote_amount":"3","amount_precision":{{market.QuantityDecimals}},"precision":{{market.PriceDecimals}},"trade_status":"{{(market.IsHalted ? "untradable" : "tradable")}}"}""",
        Unknown = (400, """{"label":"INVALID_CURRENCY_PAIR","message":"Invalid currency pair"}"""),
        TooMany = """{"label":"TOO_MANY_REQUESTS","message":"Request rate limit exceeded"}""",
    };

    public static RestWire Htx { get; } = new("htx")
    {
        Books = [new("/market/depth", "symbol", "depth", 150, 150)],
        Layout = new("""{"ch":"market.{product}.depth.step0","status":"ok","ts":{ms},"tick":{"bids":[""", """],"asks":[""", """],"version":{sequence},"ts":{ms}}}""")
        {
            Open = "[",
            Between = ",",
            Close = "]",
            Prices = NumberFormat.Java,
            Quantities = NumberFormat.Java,
        },
        ListingPath = "/v1/common/symbols",
        Listing = ("""{"status":"ok","data":[""", "]}"),
        Entry = (market, names) => $$"""{"base-currency":"{{market.Base.Code.ToLowerInvariant()}}","quote-currency":"{{market.Quote.Code.ToLowerInvariant()}}","symbol":"{{market.Symbol}}","state":"{{(market.IsHalted ? "suspend" : "online")}}","api-trading":"enabled","price-precision":{{market.PriceDecimals}},"amount-precision":{{market.QuantityDecimals}},"limit-order-min-order-amt":{{Lot(market)}},"min-order-value":5}""",
        Unknown = (200, """{"ts":1568813334794,"status":"error","err-code":"invalid-parameter","err-msg":"invalid symbol"}"""),
        TooMany = """{"status":"error","err-code":"1032","err-msg":"too many requests"}""",
    };

    public static RestWire Bitget { get; } = new("bitget")
    {
        Books = [new("/api/v2/spot/market/orderbook", "symbol", "limit", 150, 150, 5)],
        Layout = new("""{"code":"00000","msg":"success","requestTime":{ms},"data":{"asks":[""", """],"bids":[""", """],"ts":"{ms}"}}""")
        {
            HasAsksFirst = true,
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
        },
        ListingPath = "/api/v2/spot/public/symbols",
        ListingWeight = 5,
        Listing = ("""{"code":"00000","msg":"success","requestTime":0,"data":[""", "]}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","baseCoin":"{{market.Base.Code}}","quoteCoin":"{{market.Quote.Code}}","status":"{{(market.IsHalted ? "halt" : "online")}}","pricePrecision":"{{market.PriceDecimals}}","quantityPrecision":"{{market.QuantityDecimals}}","minTradeAmount":"0","minTradeUSDT":"1"}""",
        Unknown = (400, """{"code":"40034","msg":"Parameter does not exist","requestTime":0,"data":null}"""),
        TooMany = """{"code":"429","msg":"Too Many Requests","requestTime":0,"data":null}""",
    };

    public static RestWire CryptoCom { get; } = new("cryptocom")
    {
        Books = [new("/exchange/v1/public/get-book", "instrument_name", "depth", 150, 150)],
        Layout = new("""{"id":-1,"method":"public/get-book","code":0,"result":{"instrument_name":"{product}","depth":150,"data":[{"bids":[""", """],"asks":[""", """],"t":{ms}}]}}""")
        {
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
            Close = "\",\"{orders}\"]",
        },
        ListingPath = "/exchange/v1/public/get-instruments",
        Listing = ("""{"id":1,"method":"public/get-instruments","code":0,"result":{"data":[""", "]}}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","inst_type":"CCY_PAIR","base_ccy":"{{market.Base.Code}}","quote_ccy":"{{market.Quote.Code}}","price_tick_size":"{{Price(market)}}","qty_tick_size":"{{Lot(market)}}","tradable":{{(market.IsHalted ? "false" : "true")}}}""",
        Unknown = (400, """{"code":40004,"message":"Invalid instrument_name"}"""),
        TooMany = """{"code":42901,"message":"Too many requests"}""",
    };

    public static RestWire Bitmart { get; } = new("bitmart")
    {
        Books = [new("/spot/quotation/v3/books", "symbol", "limit", 35, 50)],
        Layout = new("""{"code":1000,"message":"success","data":{"ts":"{ms}","symbol":"{product}","asks":[""", """],"bids":[""", """]},"trace":"0"}""")
        {
            HasAsksFirst = true,
            Prices = NumberFormat.Fixed,
            Quantities = NumberFormat.Fixed,
        },
        ListingPath = "/spot/v1/symbols/details",
        Listing = ("""{"code":1000,"message":"OK","trace":"0","data":{"symbols":[""", "]}}"),
        Entry = (market, names) => $$"""{"symbol":"{{market.Symbol}}","base_currency":"{{market.Base.Code}}","quote_currency":"{{market.Quote.Code}}","quote_increment":"{{Lot(market)}}","base_min_size":"{{Lot(market)}}","price_min_precision":1,"price_max_precision":{{market.PriceDecimals}},"min_buy_amount":"5","min_sell_amount":"5","trade_status":"{{(market.IsHalted ? "pre-trade" : "trading")}}"}""",
        Unknown = (400, """{"code":40034,"message":"Symbol Not Exist","trace":"0"}"""),
        TooMany = """{"code":429,"message":"Too many requests","trace":"0"}""",
    };

    private static string Price(SimulatedMarket market) => Steps.Short(market.PriceDecimals);

    private static string Lot(SimulatedMarket market) => Steps.Short(market.QuantityDecimals);
}
