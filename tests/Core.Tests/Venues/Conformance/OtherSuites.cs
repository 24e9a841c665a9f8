using System.Text.Json;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

public sealed class CoinbaseSuite() : VenueSuite("coinbase")
{
    protected override string Sample => """{"bids":[["65071.37","0.00231000",1],["65071.36","1.5",12],["65070","0.25",3]],"asks":[["65071.38","0.4",2],["65072.01","3.00000001",7],["138991023.41","0.00000238",1]],"sequence":114340891054,"auction_mode":false,"auction":null,"time":"2026-08-09T21:05:48.483587501Z"}""";

    protected override (long?, string?) SampleFacts => (114340891054, "2026-08-09T21:05:48.4835875+00:00");

    protected override string BookCall => "/products/BTC-USD/book?level=2";

    protected override IReadOnlyList<RecordedBook> Books => [new("derived/coinbase_exchange_level2_BTC-USD_20260809.json", 18764, 27236, "65083.66", "65083.67")];

    protected override IReadOnlyList<RecordedError> Errors => [];

    protected override IReadOnlyList<RecordedListing> Listings => [];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC-USD", "BTC/USD", "btc-usd", "BTC/USD", "btc_usd"), new("USDT-USD", "USDT/USD")];
}

public sealed class KrakenSuite() : VenueSuite("kraken")
{
    protected override string Sample => """{"error":[],"result":{"XXBTZUSD":{"asks":[["29727.10000","0.420",1654302625],["29728.30000","5.047",1654302622]],"bids":[["29727.00000","3.127",1654302625],["29725.10000","0.085",1654302625]]}}}""";

    protected override (long?, string?) SampleFacts => (null, null);

    protected override string BookCall => "/0/public/Depth?pair=XBTUSD&count=500";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("kraken/rest_kraken_book_vcr.json", 100, 100, "241.4", "241.7"),
        new("kraken/rest_l2_snapshot_spot_trimmed_cmp.json", 3, 3, "29727", "29727.1"),
        new("kraken/nautilus_http_order_book.json", 5, 5, "105944.2", "105944.3"),
        new("kraken/xchange_depth.json", 3, 3, "526.26", "530.75513"),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
    [
        new("kraken/error_200_unknown_pair.json", null, FailureKind.UnknownProduct),
        new("kraken/error_200_too_many_requests.json", null, FailureKind.RateLimited),
        new("kraken/error_200_api_rate_limit.json", null, FailureKind.RateLimited),
        new("kraken/error_200_unavailable.json", null, FailureKind.VenueBusy),
    ];

    protected override IReadOnlyList<RecordedListing> Listings =>
    [
        new("kraken/rest_AssetPairs_20210417.json", 293, "XBTUSD BTC/USD Online 0.1 0.00000001 0.0002 -"),
        new("kraken/nautilus_http_asset_pairs.json", 1, "XBTUSDT BTC/USDT Online 0.1 0.00000001 0.00005 0.5"),
    ];

    protected override IReadOnlyList<Spelling> Spellings =>
    [
        new("XBTUSD", "BTC/USD", "xbtusd", "XXBTZUSD", "XBT/USD", "BTC/USD", "BTCUSD"),
        new("XDGUSD", "DOGE/USD", "xdgusd", "DOGE/USD"),
        new("ETHXBT", "ETH/BTC", "XETHXXBT"),
        new("SOLUSD", "SOL/USD"),
        new("USDTUSD", "USDT/USD"),
    ];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("result").EnumerateObject().First().Value);
}

public sealed class BitstampSuite() : VenueSuite("bitstamp")
{
    protected override string Sample => """{"timestamp": "1618677695", "microtimestamp": "1618677695378609", "bids": [["60551.07", "1.10000000"], ["60550.37", "0.04307050"], ["60550.37", "1"]], "asks": [["60568.02", "0.5"], ["60570.00", "1.25"]]}""";

    protected override (long?, string?) SampleFacts => (null, "2021-04-17T16:41:35.3786090+00:00");

    protected override string BookCall => "/api/v2/order_book/btcusd/?group=1";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("bitstamp/rest_order_book_btcusd_20210417.json", 4931, 2458, "60551.07", "60568.02"),
        new("bitstamp/rest_bitstamp_book_vcr.json", 6084, 576, "10260.9", "10263"),
        new("bitstamp/rest_order_book_ethusd_20220105.json", 2023, 1971, "3802.9", "3805.47"),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("bitstamp/error_rate_limit_400_002.json", 400, FailureKind.RateLimited), new("_errors/http404_html.txt", 404, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("bitstamp/rest_trading_pairs_info_20220105.json", 140, "btcusd BTC/USD Online 0.01 0.00000001 - 20")];

    protected override IReadOnlyList<Spelling> Spellings => [new("btcusd", "BTC/USD", "BTCUSD", "BTC/USD"), new("ethbtc", "ETH/BTC")];
}

public sealed class GeminiSuite() : VenueSuite("gemini")
{
    protected override string Sample => """{"bids":[{"price":"11382.49","amount":"5.34093158","timestamp":"1565588056"},{"price":"11380","amount":"1","timestamp":"1565588056"}],"asks":[{"price":"11385.22","amount":"0.5","timestamp":"1565588056"},{"price":"11390.45","amount":"0.13914442","timestamp":"1565588056"}]}""";

    protected override (long?, string?) SampleFacts => (null, null);

    protected override string BookCall => "/v1/book/btcusd?limit_bids=0&limit_asks=0";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("gemini/rest_book_btcusd_20190812_gct.json", 50, 50, "11382.49", "11385.22"),
        new("gemini/rest_gemini_book_vcr.json", 50, 50, "4407.81", "4407.82"),
        new("gemini/ws_l2_updates_initial_BTCUSD_20260809.json", 2250, 2745, "65206.28", "65206.29", root => $$"""{"bids":[{{Levels(root, "buy")}}],"asks":[{{Levels(root, "sell")}}]}"""),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("gemini/error_400_invalid_symbol.json", 400, FailureKind.UnknownProduct), new("gemini/error_429.json", 429, FailureKind.RateLimited)];

    protected override IReadOnlyList<RecordedListing> Listings =>
    [
        new("gemini/rest_symbols_details_all_gct.json", 108, "aaveusd AAVE/USD Online 0.0001 0.000001 0.001 -"),
        new("gemini/rest_symbols_details_all_20260809.jsonl", 334, "btcusd BTC/USD Online 0.01 0.00000001 0.00001 -") { HasLines = true },
    ];

    protected override IReadOnlyList<Spelling> Spellings => [new("btcusd", "BTC/USD", "BTCUSD", "BTC/USD"), new("btcgusd", "BTC/GUSD") { NeedsListing = true }];

    protected override Sides Find(JsonElement root) => Sides.OfObjects(root, "price", "amount");

    private static string Levels(JsonElement root, string side) => string.Join(',', root.GetProperty("changes").EnumerateArray()
        .Where(change => change[0].GetString() == side)
        .Select(change => $$"""{"price":{{change[1].GetRawText()}},"amount":{{change[2].GetRawText()}},"timestamp":"1786310818"}"""));
}

public sealed class OkxSuite() : VenueSuite("okx")
{
    protected override string Sample => """{"code":"0","msg":"","data":[{"asks":[["29692.5","0.10951348","5"],["29692.6","0.00631557","1"]],"bids":[["29692.4","0.43986254","2"],["29691.2","0.33792","1"]],"ts":"1654328918680","seqId":3235851742}]}""";

    protected override (long?, string?) SampleFacts => (3235851742, "2022-06-04T07:48:38.6800000+00:00");

    protected override string BookCall => "/api/v5/market/books-full?instId=BTC-USDT&sz=5000";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("okx/rest_l2_snapshot_spot_trimmed_cmp.json", 3, 3, "29692.4", "29692.5"),
        new("okx/nautilus_http_get_order_book.json", 3, 3, "41006.7", "41006.8"),
        new("okx/ws_books_snapshot_BTC-USDT_20220513.json", 400, 400, "30243.4", "30243.5"),
        new("okx/rest_okex_book_vcr.json", 200, 200, "6668.6", "6668.7", root => $$"""{"code":"0","data":[{{root.GetRawText()}}]}"""),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("okx/error_200_unknown_instrument.json", null, FailureKind.UnknownProduct), new("okx/error_429.json", 429, FailureKind.RateLimited), new("okx/error_429.json", null, FailureKind.RateLimited)];

    protected override IReadOnlyList<RecordedListing> Listings =>
    [
        new("okx/rest_v5_instruments_SPOT_20220513.json", 513, "BTC-USDT BTC/USDT Online 0.1 0.00000001 0.00001 -"),
        new("okx/nautilus_http_get_instruments_spot.json", 5, "BTC-USD BTC/USD Online 0.1 0.00000001 0.00001 -"),
    ];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC-USDT", "BTC/USDT", "btc-usdt", "BTC/USDT"), new("ETH-BTC", "ETH/BTC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("data")[0]);
}

public sealed class BybitSuite() : VenueSuite("bybit")
{
    protected override string Sample => """{"retCode":0,"retMsg":"OK","result":{"s":"BTCUSDT","b":[["65114.20","6.054"],["65114.10","0.002"]],"a":[["65114.30","0.5"],["65114.40","1.521"]],"ts":1786310818129,"u":15076952,"seq":753843911359,"cts":1786310818027},"retExtInfo":{},"time":1786310818200}""";

    protected override (long?, string?) SampleFacts => (15076952, "2026-08-09T21:26:58.1290000+00:00");

    protected override string BookCall => "/v5/market/full_orderbook?category=spot&symbol=BTCUSDT";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("bybit/nautilus_http_get_orderbook.json", 3, 3, "27450.5", "27451"),
        new("bybit/ws_orderbook_200_BTCUSDT_ws.2_20260809.json", 200, 200, "65114.2", "65114.3", root => $$"""{"retCode":0,"retMsg":"OK","result":{{root.GetProperty("data").GetRawText()}}}"""),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("bybit/error_200_rate_limit_10006.json", null, FailureKind.RateLimited), new("bybit/error_403_ip_limit.txt", 403, FailureKind.RateLimited)];

    protected override IReadOnlyList<RecordedListing> Listings =>
        [new("bybit/rest_v5_instruments_info_spot_20260809.json", 557, "BTCUSDT BTC/USDT Online 0.1 0.000001 0.000001 5")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTCUSDT", "BTC/USDT", "btcusdt", "BTC/USDT"), new("ETHEUR", "ETH/EUR")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("result"), "b", "a");
}

public sealed class BitfinexSuite() : VenueSuite("bitfinex")
{
    protected override string Sample => "[[23144,3,0.87789],[23142,3,0.27991505],[23141,4,0.48547974],[23325,5,-0.00297898],[23326,1,-0.00060965],[23327,2,-1]]";

    protected override (long?, string?) SampleFacts => (null, null);

    protected override string BookCall => "/v2/book/tBTCUSD/P0?len=250";

    // A recorded book of lower precision repeats no price either.
    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("bitfinex/rest_l2_snapshot_spot_trimmed_cmp.json", 3, 3, "23144", "23325"),
        new("bitfinex/rest_bitfinex_book_vcr.json", 100, 100, "9130", "9140"),
        new("bitfinex/ws_book_P0_chan204928_20210417.json", 99, 100, "0.02056", "0.021013", root => root[1].GetRawText()),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
    [
        new("bitfinex/error_500_invalid_symbol.json", 500, FailureKind.UnknownProduct),
        new("bitfinex/error_429_ratelimit.json", 429, FailureKind.RateLimited),
        new("bitfinex/error_429_ratelimit.json", null, FailureKind.RateLimited),
        new("bitfinex/error_err_rate_limit.json", null, FailureKind.RateLimited),
    ];

    protected override IReadOnlyList<RecordedListing> Listings => [new("bitfinex/rest_conf_pairs_exchange_list_20210417.json", 293, "tBTCUST BTC/USDT Online - 0.00000001 - -")];

    protected override IReadOnlyList<Spelling> Spellings =>
    [
        new("tBTCUSD", "BTC/USD", "BTCUSD", "tbtcusd", "btcusd", "BTC/USD"),
        new("tBTCUST", "BTC/USDT", "BTC/USDT"),
        new("tAAVE:USD", "AAVE/USD", "AAVE:USD", "aave:usd", "AAVE/USD"),
        new("tTRXUSD", "TRX/USD", "TRXUSD", "trxusd"),
    ];

    protected override Sides Find(JsonElement root) => Sides.OfRows(root);
}

public sealed class HtxSuite() : VenueSuite("htx")
{
    protected override string Sample => """{"ch":"market.btcusdt.depth.step0","status":"ok","ts":1654253117316,"tick":{"bids":[[29805.62,0.309487],[29804.73,2.0E-4],[29804.43,0.030335]],"asks":[[29805.63,1.650216],[29805.66,0.02902],[29807.73,2.0E-4]],"version":155671698426,"ts":1654253116701}}""";

    protected override (long?, string?) SampleFacts => (155671698426, "2022-06-03T10:45:16.7010000+00:00");

    protected override string BookCall => "/market/depth?symbol=btcusdt&type=step0";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("htx/rest_huobi_book_vcr.json", 150, 150, "0.029554", "0.029558"),
        new("htx/rest_huobi_book_Id_vcr.json", 150, 150, "10071.17", "10071.29"),
        new("htx/rest_l2_snapshot_spot_trimmed_cmp.json", 5, 5, "29805.62", "29805.63"),
        new("htx/ws_depth_step0_dogeeth_20210417.json", 150, 150, "0.00011478", "0.00011516"),
    ];

    protected override IReadOnlyList<RecordedError> Errors => [new("htx/error_200_invalid_symbol.json", null, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("htx/rest_v1_common_symbols_20210417.json", 938, "btcusdt BTC/USDT Online 0.01 0.000001 0.0001 5")];

    protected override IReadOnlyList<Spelling> Spellings => [new("btcusdt", "BTC/USDT", "BTCUSDT", "BTC/USDT"), new("ethbtc", "ETH/BTC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("tick"));
}

public sealed class CryptoComSuite() : VenueSuite("cryptocom")
{
    protected override string Sample => """{"id":-1,"method":"public/get-book","code":0,"result":{"instrument_name":"BTC_USDT","depth":150,"data":[{"bids":[["65114.20","0.6054","3"],["65114.10","0.002","1"]],"asks":[["65114.30","0.5","2"],["65114.40","1.521","12"]],"t":1786310818129}]}}""";

    protected override (long?, string?) SampleFacts => (null, "2026-08-09T21:26:58.1290000+00:00");

    protected override string BookCall => "/exchange/v1/public/get-book?instrument_name=BTC_USDT&depth=150";

    protected override IReadOnlyList<RecordedBook> Books => [new("cryptocom/ws_book_BAND_USDT_8_20211124.json", 150, 150, "7.5248", "7.5328")];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("cryptocom/error_400_invalid_instrument.json", 400, FailureKind.UnknownProduct), new("cryptocom/error_400_invalid_depth.json", 400, FailureKind.Refused)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("cryptocom/rest_v2_get_instruments_20211123.json", 250, "BTC_USDT BTC/USDT Online 0.01 0.000001 - -")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC_USDT", "BTC/USDT", "btc_usdt", "BTC/USDT"), new("ETH_BTC", "ETH/BTC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("result").GetProperty("data")[0]);
}

public sealed class BitsoSuite() : VenueSuite("bitso")
{
    protected override string Sample => """{"success":true,"payload":{"updated_at":"2026-09-23T10:00:01+00:00","sequence":"188826402","bids":[{"book":"btc_usd","price":"65000.10","amount":"0.5","oid":"a"},{"book":"btc_usd","price":"65000.10","amount":"0.25","oid":"b"},{"book":"btc_usd","price":"64999","amount":"1.5","oid":"c"}],"asks":[{"book":"btc_usd","price":"65001.00","amount":"0.1","oid":"d"},{"book":"btc_usd","price":"65002.5","amount":"2","oid":"e"}]}}""";

    protected override (long?, string?) SampleFacts => (188826402, "2026-09-23T10:00:01.0000000+00:00");

    protected override string BookCall => "/v3/order_book/?book=btc_usd&aggregate=false";

    protected override IReadOnlyList<RecordedBook> Books => [new("bitso/rest_bitso_book_vcr.json", 50, 50, "165127.96", "166446.99")];

    protected override IReadOnlyList<RecordedError> Errors => [new("bitso/error_400_unknown_book.json", 400, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("bitso/rest_bitso_pairs_vcr.json", 11, "btc_mxn BTC/MXN Online - - 0.000075 5")];

    protected override IReadOnlyList<Spelling> Spellings => [new("btc_usd", "BTC/USD", "BTC_USD", "BTC/USD", "btc-usd"), new("btc_mxn", "BTC/MXN") { NeedsListing = true }];

    protected override Sides Find(JsonElement root) => Sides.OfObjects(root.GetProperty("payload"), "price", "amount");
}
