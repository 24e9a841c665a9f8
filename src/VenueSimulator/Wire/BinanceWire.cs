using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Binance spot: https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md</summary>
internal sealed class BinanceWire : IVenueWire
{
    private const int BytesPerLevel = 36;
    private const int DepthDefault = 100;
    private const int DepthMax = 5000;

    public string Code => "binance";

    public Reply UnknownProduct { get; } = Words(400, -1121, "Invalid symbol.");

    public Reply UnknownCall { get; } = Pages.Gateway(404);

    public VenueCall Read(string path, IQueryCollection query) => path switch
    {
        "/api/v3/exchangeInfo" => new VenueCall(CallKind.Listing, query["symbol"], Weight: 20),
        "/api/v3/depth" => BookCall(query),
        _ => new VenueCall(CallKind.Unknown),
    };

    public byte[] WriteBook(SimulatedBook book, int depth)
    {
        var text = new Utf8Text((Math.Min(book.Bids.Count, depth) + Math.Min(book.Asks.Count, depth)) * BytesPerLevel + 100);
        text.Add("{\"lastUpdateId\":"u8).AddFixed(book.Sequence, 0).Add(",\"bids\":["u8);
        AddSide(text, book.Market, book.Bids, depth, book.FirstBidQuantity);
        text.Add("],\"asks\":["u8);
        AddSide(text, book.Market, book.Asks, depth, null);
        return text.Add("]}"u8).ToArray();
    }

    public byte[] WriteListing(IReadOnlyList<SimulatedMarket> markets, DateTimeOffset now)
    {
        const string Limits = """[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000},{"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":61000}]""";
        var time = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $$"""{"timezone":"UTC","serverTime":{{time}},"rateLimits":{{Limits}},"exchangeFilters":[],"symbols":[{{string.Join(',', markets.Select(ListingOf))}}]}""");
    }

    public Reply Error(int status, DateTimeOffset now, int? retryAfterSeconds) => status switch
    {
        400 => UnknownProduct,
        403 => Pages.Gateway(status),
        418 => Words(status, -1003, $"Way too much request weight used; IP banned until {BanEnd(now, retryAfterSeconds)}. Please use WebSocket Streams for live updates to avoid bans."),
        429 => Words(status, -1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API."),
        451 => Words(status, 0, "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms. Please contact customer service if you believe you received this message in error."),
        500 => Words(status, -1000, "An unknown error occurred while processing the request."),
        503 => Words(status, -1008, "Server is currently overloaded with other requests. Please try again in a few minutes."),
        502 or 504 => Pages.Gateway(status),
        _ => Words(status, -1000, "An unknown error occurred while processing the request."),
    };

    public IReadOnlyDictionary<string, string> HeadersFor(int usedWeight)
    {
        var used = usedWeight.ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["X-MBX-USED-WEIGHT"] = used,
            ["X-MBX-USED-WEIGHT-1M"] = used,
            ["Cache-Control"] = "no-cache, no-store, must-revalidate",
        };
    }

    private static VenueCall BookCall(IQueryCollection query)
    {
        var depth = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, DepthMax) : DepthDefault;
        var weight = depth switch { <= 100 => 5, <= 500 => 25, <= 1000 => 50, _ => 250 };
        return new VenueCall(CallKind.Book, query["symbol"].ToString(), depth, weight);
    }

    private static void AddSide(Utf8Text text, SimulatedMarket market, SimulatedSide side, int depth, string? firstQuantity)
    {
        for (var i = 0; i < side.Count && i < depth; i++)
        {
            text.Add(i == 0 ? "[\""u8 : ",[\""u8).AddPadded(side.Prices[i], market.PriceDecimals).Add("\",\""u8);
            if (i == 0 && firstQuantity is not null)
            {
                text.Add(firstQuantity);
            }
            else
            {
                text.AddPadded(side.Quantities[i], market.QuantityDecimals);
            }

            text.Add("\"]"u8);
        }
    }

    private static string ListingOf(SimulatedMarket market)
    {
        var (tick, step) = (Steps.Padded(market.PriceDecimals), Steps.Padded(market.QuantityDecimals));
        return $$"""{"symbol":"{{market.Symbol}}","status":"{{(market.IsHalted ? "BREAK" : "TRADING")}}","baseAsset":"{{market.Base.Code}}","baseAssetPrecision":8,"quoteAsset":"{{market.Quote.Code}}","quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT","TAKE_PROFIT","TAKE_PROFIT_LIMIT"],"icebergAllowed":true,"ocoAllowed":true,"otoAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,"cancelReplaceAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":true,"filters":[{"filterType":"PRICE_FILTER","minPrice":"{{tick}}","maxPrice":"1000000.00000000","tickSize":"{{tick}}"},{"filterType":"LOT_SIZE","minQty":"{{step}}","maxQty":"9000000.00000000","stepSize":"{{step}}"},{"filterType":"ICEBERG_PARTS","limit":10},{"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"100000.00000000","stepSize":"0.00000000"},{"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,"minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000},{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},{"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}],"permissions":[],"permissionSets":[["SPOT","MARGIN"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER","allowedSelfTradePreventionModes":["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT"]}""";
    }

    private static string BanEnd(DateTimeOffset now, int? retryAfterSeconds) =>
        now.AddSeconds(retryAfterSeconds ?? 120).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static Reply Words(int status, int code, string message) =>
        new(status, Encoding.UTF8.GetBytes($$"""{"code":{{code.ToString(CultureInfo.InvariantCulture)}},"msg":"{{message}}"}"""));
}
