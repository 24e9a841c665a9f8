using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Small initial payloads: hand-made ones, and the first levels or products of the recorded ones in their own spelling.</summary>
internal static class FuzzCorpus
{
    private static readonly int[] LevelCounts = [1, 2, 5, 12];

    private static readonly string[] CoinbaseBooks =
    [
        """{"bids":[["65071.37","0.00231000",1],["65071.36","1.5",12],["65070","0.25",3]],"asks":[["65071.38","0.4",2],["65072.01","3.00000001",7],["138991023.41","0.00000238",1]],"sequence":114340891054,"auction_mode":false,"auction":null,"time":"2026-08-09T21:05:48.483587501Z"}""",
        """{"sequence":13051505638,"bids":[["6247.58","6.3578146","2"]],"asks":[["6251.52","2","1"]]}""",
        """{ "asks" : [ [ "1e1" , 0.5 , 1 ] , [ 1.1E+1, "200E-2" ] ] , "bids" : [ ] , "time" : "2026-08-09T21:05:48Z" }""",
        """{"bids":[["9","1",1]],"asks":[["8","1",1]],"auction_mode":true,"auction":{"open_price":"8.5","can_open":"yes"},"sequence":1}""",
        """{"bids":[["27959.88","0.5","d50ec984-77a8-460a-b958-66f114b0de9b"],["27959.88","0.25","8a3f6b0e-0d3e-4a6e-9f5c-3f0a1c9d7e21"],["27950","1","00000000-77a8-460a-b958-66f114b0de9b"]],"asks":[["27960.01","2","11111111-77a8-460a-b958-66f114b0de9b"],["27960.01","0.00000001","22222222-77a8-460a-b958-66f114b0de9b"]],"sequence":3}""",
        """{"message":"NotFound"}""",
        """{"message":"Public rate limit exceeded"}""",
    ];

    private static readonly string[] BinanceBooks =
    [
        """{"lastUpdateId":8836194,"bids":[["0.00012540","1500.00000000"],["0.00012530","82.00000000"],["0.00012500","1.00000000"]],"asks":[["0.00012550","12.00000000"],["0.00012600","44000.00000000"]]}""",
        """{"lastUpdateId":160,"bids":[["0.0024","10",[]]],"asks":[["0.0026","100",[]]]}""",
        """{"lastUpdateId":7,"bids":[["92233720368.54775806","1"]],"asks":[["92233720368.54775807","0.000000000000000001"]]}""",
        """{"lastUpdateId":8,"bids":[["0.00000467","93000000000.12345678"],["0.00000466","1e18"]],"asks":[["0.00000468","170000000000.00000001"]]}""",
        """{"code":-1121,"msg":"Invalid symbol."}""",
        """{"code":-1003,"msg":"Too much request weight used."}""",
    ];

    private static readonly string[] CoinbaseListings =
    [
        """[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.00000001","display_name":"BTC/USD","min_market_funds":"1","margin_enabled":false,"post_only":false,"limit_only":false,"cancel_only":false,"status":"online","trading_disabled":false,"auction_mode":false},{"id":"ETH-EUR","base_currency":"ETH","quote_currency":"EUR","quote_increment":"0.001","base_increment":"0.00000001","base_min_size":"0.00022","status":"delisted","trading_disabled":true}]""",
        """{"message":"Public rate limit exceeded"}""",
    ];

    private static readonly string[] BinanceListings =
    [
        """{"timezone":"UTC","serverTime":1565246363776,"rateLimits":[],"exchangeFilters":[],"symbols":[{"symbol":"ETHBTC","status":"TRADING","baseAsset":"ETH","baseAssetPrecision":8,"quoteAsset":"BTC","filters":[{"filterType":"PRICE_FILTER","minPrice":"0.00000100","tickSize":"0.00000100"},{"filterType":"LOT_SIZE","minQty":"0.00100000","stepSize":"0.00100000"},{"filterType":"NOTIONAL","minNotional":"0.00010000"}],"permissions":[]},{"symbol":"LTCBTC","status":"BREAK","baseAsset":"LTC","quoteAsset":"BTC","filters":[{"filterType":"MIN_NOTIONAL","minNotional":"0.0001"}]}]}""",
    ];

    private static readonly string[] Refusals =
    [
        """{"code":-1003,"msg":"Way too much request weight used; IP banned until 1660090423228."}""",
        """{"errors":[{"id":"rate_limit_exceeded","message":"Too many requests"}]}""",
        "<html><head><title>503 Service Temporarily Unavailable</title><script>x()</script></head><body><center><h1>503</h1></center></body></html>",
        "null",
        "",
    ];

    private static readonly Lazy<Dictionary<FuzzTarget, byte[][]>> Recorded = new(LoadRecorded);

    public static bool HasRecorded => Recorded.Value.Count > 0;

    public static IReadOnlyList<byte[]> Of(FuzzTarget target, FuzzCorpusKind kind) =>
        kind == FuzzCorpusKind.Recorded ? Recorded.Value[target] : Own(target);

    private static byte[][] Own(FuzzTarget target) => OwnPayloads[target];

    private static readonly Dictionary<FuzzTarget, byte[][]> OwnPayloads = new()
    {
        [FuzzTarget.CoinbaseBook] = Bytes(CoinbaseBooks),
        [FuzzTarget.BinanceBook] = Bytes(BinanceBooks),
        [FuzzTarget.CoinbaseListing] = Bytes(CoinbaseListings),
        [FuzzTarget.BinanceListing] = Bytes(BinanceListings),
        [FuzzTarget.Refusal] = Bytes(Refusals),
        [FuzzTarget.Codec] = [.. Bytes(CoinbaseBooks[..3]).Select(body => Encoded("coinbase", body)), .. Bytes(BinanceBooks[..4]).Select(body => Encoded("binance", body))],
    };

    private static byte[] Encoded(string venue, byte[] body) => BookCodec.Encode(VenueCatalog.Find(venue)!.ParseBook(body).Value);

    private static byte[][] Bytes(string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static Dictionary<FuzzTarget, byte[][]> LoadRecorded()
    {
        var coinbase = Books([.. Fixtures.List("coinbase", "rest_*book*.json"), .. Fixtures.List("coinbase", "rest_l2_snapshot_spot*.json"), .. Fixtures.List("derived", "coinbase_exchange_*.json")]);
        var binance = Books([.. Fixtures.List("binance", "rest_depth_*.json"), .. Fixtures.List("binance_us", "rest_depth_*.json")]);
        return coinbase.Length == 0 ? [] : new()
        {
            [FuzzTarget.CoinbaseBook] = coinbase,
            [FuzzTarget.BinanceBook] = binance,
            [FuzzTarget.CoinbaseListing] = [Listing("coinbase/rest_exchange_products_20210417.json", null)],
            [FuzzTarget.BinanceListing] = [Listing("binance/rest_exchangeInfo_20211012.json", "symbols"), Listing("binance_us/rest_exchangeInfo_20211012.json", "symbols")],
            [FuzzTarget.Refusal] = [.. Fixtures.List("coinbase", "error_*.json").Concat(Fixtures.List("binance", "error_*.json")).Select(Fixtures.Read)],
            [FuzzTarget.Codec] = [.. coinbase.Select(body => Encoded("coinbase", body)), .. binance.Select(body => Encoded("binance", body))],
        };
    }

    private static byte[][] Books(IReadOnlyList<string> files) =>
        [.. files.Where(file => !file.EndsWith("headers.json", StringComparison.Ordinal)).SelectMany(file => LevelCounts.Select(count => Cut(Fixtures.Read(file), ["bids", "asks"], count)))];

    private static byte[] Listing(string file, string? field) => Cut(Fixtures.Read(file), field is null ? null : [field, "rateLimits"], 2);

    /// <summary>The same JSON with only the first elements of some arrays of the root object, or of the root itself.</summary>
    private static byte[] Cut(byte[] body, string[]? fields, int count)
    {
        using var json = JsonDocument.Parse(body);
        if (fields is null)
        {
            return [.. FirstOf(json.RootElement, count)];
        }

        var properties = json.RootElement.EnumerateObject().Select(property =>
            $"\"{property.Name}\":{Encoding.UTF8.GetString([.. fields.Contains(property.Name) ? FirstOf(property.Value, count) : JsonMarshal.GetRawUtf8Value(property.Value).ToArray()])}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', properties)}}}");
    }

    private static byte[] FirstOf(JsonElement array, int count) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', array.EnumerateArray().Take(count).Select(element => element.GetRawText()))}]");
}
