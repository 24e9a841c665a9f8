namespace OrderBookSilo.EndToEnd.Tests.Client;

/// <summary>Hand-written answers in the silo's format.</summary>
internal static class Canned
{
    public const string Market = """
        {"market":"coinbase:BTC-USD","venue":"coinbase","product":"BTC-USD","pair":"BTC/USD","active":true,
         "slot":"2026-11-22T10:00:00Z","receivedAt":"2026-11-22T10:01:02.5Z","ageSeconds":185.2,
         "bestBid":"91230.01","bestAsk":"91231.99","mid":"91231.00","spreadBps":0.217,
         "bidLevels":23111,"askLevels":22987,"depthComplete":true,"lastFailure":null,"nextSlot":"2026-11-22T11:00:00Z","status":"trading","frozenSince":null}
        """;

    public const string FailingMarket = """
        {"market":"binance:BTCUSDT","venue":"binance","product":"BTCUSDT","pair":null,"active":true,
         "slot":null,"receivedAt":null,"ageSeconds":null,"bestBid":null,"bestAsk":null,"mid":null,"spreadBps":null,
         "bidLevels":null,"askLevels":null,"depthComplete":null,
         "lastFailure":{"kind":"geo_blocked","message":"restricted \u001b[31m[location]","httpStatus":451,
                        "slot":"2026-11-22T10:00:00Z","at":"2026-11-22T10:01:02Z"},
         "nextSlot":"2026-11-22T11:00:00Z","status":"unknown","frozenSince":null}
        """;

    public const string FrozenMarket = """
        {"market":"coinbase:OLD-USD","venue":"coinbase","product":"OLD-USD","pair":"OLD/USD","active":true,
         "slot":"2026-11-22T10:00:00Z","receivedAt":"2026-11-22T10:01:02.5Z","ageSeconds":185.2,
         "bestBid":"1","bestAsk":"2","mid":"1.5","spreadBps":6666.7,"bidLevels":1,"askLevels":1,"depthComplete":true,"lastFailure":null,
         "nextSlot":"2026-11-22T11:00:00Z","status":"trading","frozenSince":"2026-11-22T08:00:00Z"}
        """;

    public const string Markets = $"[{Market},{FailingMarket}]";

    public const string Book = """
        {"market":"coinbase:BTC-USD","slot":"2026-11-22T10:00:00Z","receivedAt":"2026-11-22T10:01:02.5Z","venueTime":null,"sequence":77,
         "bids":[{"price":"91230.01","quantity":"0.5"},{"price":"91229.9","quantity":"1234.00000001"}],
         "asks":[{"price":"91231.99","quantity":"2"}],"bidLevels":23111,"askLevels":1,"depthComplete":false}
        """;

    public const string Cost = """
        {"market":"coinbase:BTC-USD","side":"buy","amount":"100000","currency":"USD","complete":true,"reason":null,
         "filledAmount":"100000","unspent":"0","quantity":"1.095432109876543210","averagePrice":"91287.654321987654321098",
         "worstPrice":"91300.5","mid":"91231.00","slippageBps":6.21,"feeRate":null,"fee":null,"allInPrice":null,"costBps":null,
         "levels":1037,"ageSeconds":12.1}
        """;

    public const string TruncatedCost = """
        {"market":"binance:BTCUSDT","side":"sell","amount":"1000000000","currency":null,"complete":false,"reason":"truncated",
         "filledAmount":"31234567.5","unspent":null,"quantity":"350.1","averagePrice":"89216.13","worstPrice":"85000",
         "mid":"91231.00","slippageBps":null,"feeRate":0,"fee":"0","allInPrice":null,"costBps":null,"levels":5000,"ageSeconds":3725}
        """;

    public const string CostWithFee = """
        {"market":"binance:BTCUSDT","side":"buy","amount":"100000","currency":"USDT","complete":true,"reason":null,
         "filledAmount":"99999.5","unspent":"0.5","quantity":"1.0943","averagePrice":"91287.65","worstPrice":"91300.5","mid":"91231",
         "slippageBps":6.21,"feeRate":0.001,"fee":"99.9995","allInPrice":"91379.1","costBps":16.2,"levels":1037,"ageSeconds":12.1,
         "grossAmount":"99999.5","netAmount":"99999.5","feeIn":"received","feeInBase":"0.0010953954","orderQuantity":"1.0953954",
         "stepsKnown":true,"quantityStep":"0.00001"}
        """;

    public const string Metrics = """
        {"market":"coinbase:BTC-USD","slot":"2026-11-22T10:00:00Z","receivedAt":"2026-11-22T10:01:02.5Z","ageSeconds":12.1,"currency":"USD",
         "bestBid":"99","bestAsk":"101","mid":"100","microprice":"99.666666666666666667","spreadBps":200,
         "bands":[{"bandBps":100,"bids":{"quantity":"3","amount":"297","levels":1,"reason":null},"asks":{"quantity":"1","amount":"101","levels":1,"reason":null},
                   "imbalance":0.5,"imbalanceReason":null},
                  {"bandBps":1000,"bids":{"quantity":null,"amount":null,"levels":null,"reason":"truncated"},
                   "asks":{"quantity":"1","amount":"101","levels":1,"reason":null},"imbalance":null,"imbalanceReason":"truncated"}],
         "sizes":[{"orderSize":"10000",
                   "buy":{"complete":true,"reason":null,"filledAmount":"10000","quantity":"99","averagePrice":"101.01","worstPrice":"102","slippageBps":101,
                          "slippageBestBps":1,"slippageCost":"1","impactBps":200,"impactBestBps":99,"impactReason":null,"effectiveSpread":"2.02",
                          "effectiveSpreadBps":202,"feeRate":0.006,"fee":"60","allInPrice":"101.61","costBps":161.6,"levels":2},
                   "sell":{"complete":false,"reason":"truncated","filledAmount":"297","quantity":"3","averagePrice":"99","worstPrice":"99","slippageBps":null,
                          "slippageBestBps":null,"slippageCost":null,"impactBps":null,"impactBestBps":null,"impactReason":"truncated","effectiveSpread":null,
                          "effectiveSpreadBps":null,"feeRate":0.006,"fee":null,"allInPrice":null,"costBps":null,"levels":1},
                   "roundTrip":{"complete":false,"reason":"truncated","quantity":"99","received":null,"cost":null,"costBps":null,"costWithFees":null,
                          "costWithFeesBps":null}}]}
        """;

    public const string Curve = """
        {"market":"coinbase:BTC-USD","side":"buy","currency":"USD","mid":"100","feeRate":0.006,"ageSeconds":12.1,
         "points":[{"size":"1000","quantity":"9.9","averagePrice":"101","slippageBps":20,"costBps":80,"complete":true},
                   {"size":"10000","quantity":"99","averagePrice":"102","slippageBps":100,"costBps":160,"complete":true},
                   {"size":"100000","quantity":"120","averagePrice":"103","slippageBps":null,"costBps":null,"complete":false}]}
        """;

    public const string History = """
        [{"market":"coinbase:BTC-USD","slot":"2026-11-22T10:00:00Z","receivedAt":"2026-11-22T10:01:02.5Z","venueTime":null,"sequence":1,
          "bestBid":"91230.01","bestAsk":null,"mid":null,"bidLevels":23111,"askLevels":0,"depthComplete":true,
          "sha256":"abcdef0123456789","archiveKey":"raw/v1/x"}]
        """;

    public const string Audit = """
        {"auditedUntil":"2026-11-22T09:45:00Z","dueSlots":96,"bookSlots":95,"share":0.98958,
         "findings":[{"market":"coinbase:BTC-USD","slot":"2026-11-22T08:00:00Z","kind":"missing_object","archiveKey":"raw/v1/x.json.gz","message":"facts name it","foundAt":"2026-11-22T09:50:00Z","resolvedAt":null}]}
        """;

    public const string Gaps = """[{"market":"coinbase:BTC-USD","slot":"2026-11-22T09:00:00Z","reason":"not_running"}]""";

    public const string Failures = """
        [{"market":"binance:BTCUSDT","slot":"2026-11-22T10:00:00Z","at":"2026-11-22T10:01:02Z","kind":"geo_blocked","httpStatus":451,"message":"restricted location"}]
        """;

    public const string Venues = """
        [{"venue":"coinbase","name":"Coinbase Exchange","budgetPerMinute":6000,"state":"degraded","egress":[
          {"address":"direct","state":"closed","kind":null,"message":null,"until":null,"usedWeight":12,"hosts":[
            {"host":"api.exchange.coinbase.com","state":"open","kind":"timeout","message":"no complete answer within 20 s","until":"2026-11-22T10:02:03Z"}]},
          {"address":"10.0.0.1:3128","state":"closed","kind":null,"message":null,"until":null,"usedWeight":null,"hosts":[
            {"host":"api.exchange.coinbase.com","state":"closed","kind":null,"message":null,"until":null}]}]}]
        """;

    public const string Products = """
        [{"product":"BTC-USD","pair":"BTC/USD","status":"online","priceStep":"0.01","quantityStep":"0.00000001","quantityMin":null,"notionalMin":"1"}]
        """;

    public const string UnknownProduct = """
        {"type":"about:blank","title":"Not found","status":404,"detail":"coinbase lists no product 'BTC-USDX'","nearest":["BTC-USD","BTC-USDC"]}
        """;

    public const string Best = """
        {"asset":"BTC","side":"buy","amount":"100000","currency":"USD","complete":true,"reason":null,"quantity":"1.0953","filledAmount":"99999.9957",
         "unspent":"0.0043","allInPrice":"91299.183511","mid":"91231","costBps":7.47,
         "split":[{"market":"binance:BTCUSDT","quantity":"0.749","orderQuantity":"0.74975","amount":"68400.12345","fee":"68.4","quoteCurrency":"USDT",
                   "grossAmount":"68400","averagePrice":"91230.410137","worstPrice":"91231.5","nextPrice":"91400","levels":12,"ageSeconds":3.2},
                  {"market":"coinbase:BTC-USD","quantity":"0.3463","orderQuantity":"0.3463","amount":"31599.87","fee":"0.5","quoteCurrency":"USD",
                   "grossAmount":"31599.37","averagePrice":"91248.54","worstPrice":"91250","nextPrice":null,"levels":3,"ageSeconds":2.1}],
         "bestSingle":{"market":"binance:BTCUSDT","quantity":"1.095","allInPrice":"91324.2","costBps":10.2},"saving":"27.402","savingBps":2.74,
         "marginalPrice":"91310.5","gap":"0.001","maxSkewSeconds":1.1,"excluded":[{"market":"kraken:XBTUSD","reason":"no_conversion"}]}
        """;

    public const string BestRefused = """
        {"asset":"BTC","side":"buy","amount":"100000","currency":"USD","complete":false,"reason":"skew","quantity":"0","filledAmount":"0",
         "unspent":null,"allInPrice":null,"mid":null,"costBps":null,"split":[],"bestSingle":null,"saving":null,"savingBps":null,
         "marginalPrice":null,"gap":null,"maxSkewSeconds":1800,"excluded":[]}
        """;

    public const string BestApart = """
        {"asset":"BTC","side":"buy","amount":"100000","currency":"USD","complete":false,"reason":"price_apart","quantity":"0","filledAmount":"0",
         "unspent":null,"allInPrice":null,"mid":null,"costBps":null,"split":[],"bestSingle":null,"saving":null,"savingBps":null,
         "marginalPrice":null,"gap":null,"maxSkewSeconds":null,"excluded":[{"market":"binance:BTCUSDT","reason":"price_apart"},
         {"market":"coinbase:BTC-USD","reason":"price_apart"},{"market":"kraken:XBTUSD","reason":"frozen"}]}
        """;

    public const string CurveApart = """
        {"asset":"BTC","side":"sell","currency":"USD","mid":null,"complete":false,"points":[],"maxSkewSeconds":null,"refused":true,
         "excluded":[{"market":"binance:BTCUSDT","reason":"price_apart"}],"reason":"price_apart"}
        """;

    public const string BestCurve = """
        {"asset":"BTC","side":"sell","currency":"USD","mid":"91231","complete":false,
         "points":[{"size":"1000","allInPrice":"91200","costBps":3.4},{"size":"10000","allInPrice":"91100","costBps":14.4}],
         "maxSkewSeconds":1,"refused":false,"excluded":[{"market":"kraken:XBTUSD","reason":"stale"}]}
        """;

    public const string Pair = """
        {"pair":"BTC/USD","bestBid":{"market":"coinbase:BTC-USD","price":"91230.01"},"bestAsk":{"market":"bitstamp:btcusd","price":"91230.5"},
        "markets":[
        {"market":"bitstamp:btcusd","bestBid":"91229","bestAsk":"91230.5","mid":"91229.75","spreadBps":0.1644,"receivedAt":"2026-11-22T10:00:02Z","ageSeconds":10.5},
        {"market":"coinbase:BTC-USD","bestBid":"91230.01","bestAsk":null,"mid":null,"spreadBps":null,"receivedAt":"2026-11-22T10:00:05Z","ageSeconds":7.5}],
        "excluded":[{"market":"kraken:XBTUSD","reason":"no_answer"}],"maxSkewSeconds":3}
        """;

    public const string Changes = """
        [{"at":"2026-11-22T10:00:05Z","caller":"key","key":"operator","address":"192.0.2.7","action":"dropVersion","subject":"v1","parameters":null,"outcome":"refused","httpStatus":404}]
        """;

    public const string ArchiveDays = """{"days":[],"continueAfter":null}""";

    public const string ArchiveSound =
        """{"finding":null,"progress":null,"total":{"objects":12345,"storedBytes":1234567890,"findings":[],"venues":[],"markets":[]}}""" + "\n";
}
