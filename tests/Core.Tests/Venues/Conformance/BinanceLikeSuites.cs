using System.Text.Json;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

public sealed class BinanceSuite() : VenueSuite("binance")
{
    protected override string Sample => """{"lastUpdateId":7,"bids":[["65071.37000000","0.00231000"],["65071.36000000","1.50000000"],["65070.00000000","0.25000000"]],"asks":[["65071.38000000","0.40000000"],["65072.01000000","3.00000001"]]}""";

    protected override (long?, string?) SampleFacts => (7, null);

    protected override string BookCall => "/api/v3/depth?symbol=BTCUSDT&limit=5000";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("binance/rest_depth_FTMUSDT_limit5000_20210814.json", 2373, 5000, "0.33993", "0.34011"),
        new("binance/rest_depth_BTCUSDT_100_gct.json", 100, 100, "69592", "69592.01"),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
    [
        new("binance/error_400_invalid_symbol.json", 400, FailureKind.UnknownProduct),
        new("binance/error_418_ip_ban.json", 418, FailureKind.Banned),
        new("binance/error_429_weight.json", 429, FailureKind.RateLimited),
        new("binance/error_451_geoblock.json", 451, FailureKind.GeoBlocked),
    ];

    protected override IReadOnlyList<RecordedListing> Listings => [];

    protected override IReadOnlyList<Spelling> Spellings =>
        [new("BTCUSDT", "BTC/USDT", "btcusdt", "BtcUsdt", "BTC/USDT", "BTC-USDT"), new("ETHBTC", "ETH/BTC"), new("XFDUSD", "X/FDUSD") { NeedsListing = true }];
}

public sealed class BinanceUsSuite() : VenueSuite("binanceus")
{
    protected override string Sample => """{"lastUpdateId":7,"bids":[["0.9897","10.00000000"],["0.9890","1.50000000"]],"asks":[["0.9915","0.40000000"],["0.9920","3.00000001"]]}""";

    protected override (long?, string?) SampleFacts => (7, null);

    protected override string BookCall => "/api/v3/depth?symbol=BTCUSD&limit=5000";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("binance_us/rest_depth_MANAUSD_limit1000_20210405.json", 1000, 1000, "0.9897", "0.9915"),
        new("binance_us/rest_depth_HNTUSD_limit5000_20210814.json", 1291, 1109, "16.5315", "16.5712"),
    ];

    protected override IReadOnlyList<RecordedError> Errors => [new("binance/error_400_invalid_symbol.json", 400, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings =>
        [new("binance_us/rest_exchangeInfo_20211012.json", 121, "BTCUSD BTC/USD Online 0.01 0.000001 0.000001 10")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTCUSD", "BTC/USD", "btcusd"), new("ETHUSDT", "ETH/USDT")];
}

public sealed class MexcSuite() : VenueSuite("mexc")
{
    protected override string Sample => """{"lastUpdateId":56222810347,"bids":[["87664.31","2.87133600"],["87664.30","0.00252586"]],"asks":[["87664.70","0.01142500"],["87665.20","4.99764000"]],"timestamp":1767209913317}""";

    protected override (long?, string?) SampleFacts => (56222810347, "2025-12-31T19:38:33.3170000+00:00");

    protected override string BookCall => "/api/v3/depth?symbol=BTCUSDT&limit=5000";

    protected override IReadOnlyList<RecordedBook> Books => [new("mexc/rest_api_v3_depth_limit_1000_symbol_BTCUSDT_gct.json", 5, 5, "87664.31", "87664.7")];

    protected override IReadOnlyList<RecordedError> Errors => [];

    protected override IReadOnlyList<RecordedListing> Listings => [new("mexc/rest_v3_exchangeInfo_gct.json", 6, "METALUSDT METAL/USDT Online 0.00001 0.1 0.1 1")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTCUSDT", "BTC/USDT", "btcusdt", "BTC_USDT"), new("ETHUSDC", "ETH/USDC")];
}

public sealed class KucoinSuite() : VenueSuite("kucoin")
{
    protected override string Sample => """{"code":"200000","data":{"time":1654325095225,"sequence":"1630423725254","bids":[["29701.4","1.1244206"],["29701.2","0.00006727"]],"asks":[["29701.7","0.00034976"],["29701.5","0.00023088"]]}}""";

    protected override (long?, string?) SampleFacts => (1630423725254, "2022-06-04T06:44:55.2250000+00:00");

    protected override string BookCall => "/api/v1/market/orderbook/level2_100?symbol=BTC-USDT";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("kucoin/rest_kucoin_book_vcr.json", 242, 2305, "0.00013201", "0.00013599"),
        new("kucoin/rest_l2_snapshot_spot_trimmed_cmp.json", 3, 3, "29701.4", "29701.5"),
        new("kucoin/rest_level2_full_CAPP-BTC_20210425.json", 259, 1420, "0.0000002181", "0.0000002197"),
    ];

    protected override IReadOnlyList<RecordedError> Errors =>
        [new("kucoin/error_429000.json", 429, FailureKind.RateLimited), new("kucoin/error_429000.json", null, FailureKind.RateLimited), new("kucoin/error_200_invalid_symbol_futures.json", null, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("kucoin/rest_symbols_v1_20210425.json", 634, "BTC-USDT BTC/USDT Online 0.1 0.00000001 0.00001 -")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC-USDT", "BTC/USDT", "btc-usdt", "BTC/USDT"), new("ETH-BTC", "ETH/BTC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("data"));
}

public sealed class GateSuite() : VenueSuite("gate")
{
    protected override string Sample => """{"id":13035634,"current":1654249533113,"update":1654249526591,"asks":[["30168.33","0.1824"],["30177.13","0.18"]],"bids":[["30168.32","0.5748"],["30165.14","0.0158"]]}""";

    protected override (long?, string?) SampleFacts => (13035634, "2022-06-03T09:45:33.1130000+00:00");

    protected override string BookCall => "/api/v4/spot/order_book?currency_pair=BTC_USDT&interval=0&limit=1000&with_id=true";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("gate/rest_gate_book_vcr.json", 73, 81, "1532.78999997", "1551.5"),
        new("gate/rest_l2_snapshot_spot_trimmed_cmp.json", 5, 5, "30168.32", "30168.33"),
        new("gate/rest_spot_order_book_BTC_USDC_limit100_20210422.json", 46, 43, "54272.19", "55070.74"),
    ];

    protected override IReadOnlyList<RecordedError> Errors => [new("gate/error_400_invalid_pair.json", 400, FailureKind.UnknownProduct), new("gate/error_429.json", 429, FailureKind.RateLimited)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("gate/rest_spot_currency_pairs_20210422.json", 1458, "BTC_USDT BTC/USDT Online 0.01 0.0001 0.0001 1")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC_USDT", "BTC/USDT", "btc_usdt", "BTC/USDT", "BTC-USDT"), new("ETH_BTC", "ETH/BTC")];
}

public sealed class BitgetSuite() : VenueSuite("bitget")
{
    protected override string Sample => """{"code":"00000","msg":"success","requestTime":1677628818447,"data":{"asks":[["23141.01","0.0763"],["23141.16","0.1244"]],"bids":[["23139.91","0.7697"],["23139.76","1.2558"]],"ts":"1677628818450"}}""";

    protected override (long?, string?) SampleFacts => (null, "2023-03-01T00:00:18.4500000+00:00");

    protected override string BookCall => "/api/v2/spot/market/orderbook?symbol=BTCUSDT&type=step0&limit=150";

    protected override IReadOnlyList<RecordedBook> Books =>
    [
        new("bitget/rest_l2_snapshot_spot_trimmed_cmp.json", 3, 3, "23139.91", "23141.01"),
        new("bitget/rest_bitget_book_vcr.json", 21, 21, "9759.9", "9760.22"),
        new("bitget/ws_books_sp_AVAXUSDT_20220407.json", 89, 89, "82.8986", "83.0312", root => $$"""{"code":"00000","data":{{root.GetProperty("data")[0].GetRawText()}}}"""),
    ];

    protected override IReadOnlyList<RecordedError> Errors => [];

    protected override IReadOnlyList<RecordedListing> Listings => [new("bitget/rest_v1_products_20220407.json", 245, "BTCUSDT BTC/USDT Online 0.01 0.0001 0.0001 -")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTCUSDT", "BTC/USDT", "btcusdt", "BTCUSDT_SPBL"), new("ETHUSDC", "ETH/USDC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("data"));
}

public sealed class BitmartSuite() : VenueSuite("bitmart")
{
    protected override string Sample => """{"code":1000,"message":"success","data":{"ts":"1691672064242","symbol":"BTC_USDT","asks":[["9259.25","0.5"],["9260.00","0.1244"]],"bids":[["9210.66","0.17571"],["9209.86","1.2558"]]},"trace":"x"}""";

    protected override (long?, string?) SampleFacts => (null, "2023-08-10T12:54:24.2420000+00:00");

    protected override string BookCall => "/spot/quotation/v3/books?symbol=BTC_USDT&limit=50";

    // The retired call, with objects and sums.
    protected override IReadOnlyList<RecordedBook> Books =>
        [new("bitmart/rest_bitmart_book_vcr.json", 30, 30, "9210.66", "9259.25", root => $$"""{"code":1000,"data":{"bids":{{Levels(root, "buys")}},"asks":{{Levels(root, "sells")}} } }""")];

    protected override IReadOnlyList<RecordedError> Errors => [new("bitmart/error_400_unknown_symbol_futures.json", 400, FailureKind.UnknownProduct)];

    protected override IReadOnlyList<RecordedListing> Listings => [new("bitmart/rest_bitmart_pairs_vcr.json", 252, "BTC_USDT BTC/USDT Halted 0.01 0.00001 0.00001 -")];

    protected override IReadOnlyList<Spelling> Spellings => [new("BTC_USDT", "BTC/USDT", "btc_usdt"), new("ETH_BTC", "ETH/BTC")];

    protected override Sides Find(JsonElement root) => Sides.Of(root.GetProperty("data"));

    private static string Levels(JsonElement root, string side) =>
        $"[{string.Join(',', root.GetProperty(side).EnumerateArray().Select(level => $"[{level.GetProperty("price").GetRawText()},{level.GetProperty("amount").GetRawText()}]"))}]";
}
