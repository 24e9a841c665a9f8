using System.Text;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Venues;

public sealed class ListingTests
{
    private static readonly IVenue Coinbase = VenueCatalog.Find("coinbase")!;
    private static readonly IVenue Binance = VenueCatalog.Find("binance")!;

    [Fact]
    public void A_coinbase_listing_has_steps_and_minimums_and_null_for_missing_values()
    {
        var products = Coinbase.ParseListing("""
            [{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.00000001","min_market_funds":"1","status":"online"},
             {"id":"ETH-USD","base_currency":"eth","quote_currency":"USD","status":"online","trading_disabled":true,"base_min_size":"0","base_max_size":"0","max_market_funds":"100000"},
             {"id":"OLD-USD","base_currency":"OLD","quote_currency":"USD","status":"delisted"},
             {"id":"","base_currency":"X","quote_currency":"USD"}, {"id":"Y-USD"}, 7, null]
            """u8).Value;
        Assert.Equal(
            [
                new Product("BTC-USD", new Pair(new Asset("BTC"), new Asset("USD")), ProductStatus.Online, Exact.Parse("0.01"), Exact.Parse("0.00000001"), null, 1, null, null),
                new Product("ETH-USD", new Pair(new Asset("ETH"), new Asset("USD")), ProductStatus.Halted, null, null, null, null, null, 100_000),
                new Product("OLD-USD", new Pair(new Asset("OLD"), new Asset("USD")), ProductStatus.Delisted, null, null, null, null, null, null),
            ],
            products);
    }

    [Theory]
    [InlineData(""" "status":"online" """, ProductStatus.Online)]
    [InlineData(""" "status":"online","trading_disabled":false,"limit_only":false """, ProductStatus.Online)]
    [InlineData(""" "status":"offline" """, ProductStatus.Halted)]
    [InlineData(""" "status":"online","trading_disabled":true """, ProductStatus.Halted)]
    [InlineData(""" "status":"online","cancel_only":true """, ProductStatus.Halted)]
    [InlineData(""" "status":"online","limit_only":true """, ProductStatus.Halted)]
    [InlineData(""" "status":"online","post_only":true """, ProductStatus.Halted)]
    [InlineData(""" "status":"online","auction_mode":true """, ProductStatus.Halted)]
    public void A_coinbase_product_trades_only_when_nothing_in_its_listing_says_otherwise(string fields, ProductStatus status) =>
        Assert.Equal(status, Coinbase.ParseListing(Encoding.UTF8.GetBytes($$"""[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD",{{fields}}}]""")).Value.Single().Status);

    [Theory]
    [InlineData("TRADING", ProductStatus.Online)]
    [InlineData("BREAK", ProductStatus.Halted)]
    [InlineData("HALT", ProductStatus.Halted)]
    [InlineData("CANCEL_ONLY", ProductStatus.Halted)]
    [InlineData("A_NEW_ONE", ProductStatus.Halted)]
    public void A_binance_product_trades_only_as_trading(string text, ProductStatus status) =>
        Assert.Equal(status, Binance.ParseListing(Encoding.UTF8.GetBytes($$"""{"symbols":[{"symbol":"BTCUSDT","status":"{{text}}","baseAsset":"BTC","quoteAsset":"USDT"}]}""")).Value.Single().Status);

    [Theory]
    [InlineData("NOTIONAL")]
    [InlineData("MIN_NOTIONAL")]
    public void A_binance_listing_is_read_from_its_filters(string notional)
    {
        var product = Binance.ParseListing(Encoding.UTF8.GetBytes($$"""
            {"timezone":"UTC","symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
              {"filterType":"PRICE_FILTER","minPrice":"0.01","tickSize":"0.01000000"},
              {"filterType":"LOT_SIZE","minQty":"0.00001000","stepSize":"0.00001000"},
              {"filterType":"{{notional}}","minNotional":"5.00000000"}]}]}
            """)).Value.Single();
        Assert.Equal(
            new Product("BTCUSDT", new Pair(new Asset("BTC"), new Asset("USDT")), ProductStatus.Online, Exact.Parse("0.01"), Exact.Parse("0.00001"), Exact.Parse("0.00001"), 5, null, null),
            product);
    }

    [Theory]
    [InlineData("9000", "97.5", "9000000", "true", "97.5", "9000000")]
    [InlineData("90", "97.5", "9000000", "false", "90", null)]
    [InlineData("9000", "0.00000000", "0", "true", "9000", null)]
    [InlineData("0", "0", "9000000", "\"true\"", null, null)]
    [InlineData("0", "97.5", "9000000", "false", "97.5", null)]
    public void The_maximums_of_a_binance_market_order_are_those_of_every_filter_it_must_pass(
        string lot, string marketLot, string notional, string appliesToMarket, string? quantityMax, string? notionalMax)
    {
        var product = Binance.ParseListing(Encoding.UTF8.GetBytes($$"""
            {"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
              {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"{{marketLot}}","stepSize":"0.00000000"},
              {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"{{lot}}","stepSize":"0.00001000"},
              {"filterType":"NOTIONAL","minNotional":"5","maxNotional":"{{notional}}","applyMaxToMarket":{{appliesToMarket}}}]}]}
            """)).Value.Single();

        Assert.Equal((quantityMax, notionalMax, "0.00001"), (product.QuantityMax?.ToString(), product.NotionalMax?.ToString(), product.QuantityMin.ToString()));
    }

    [Theory]
    [InlineData("binance", """{"code":-1003,"msg":"Too much request weight used."}""", FailureKind.RateLimited)]
    [InlineData("binance", """{"symbols":{}}""", FailureKind.WrongShape)]
    [InlineData("binance", """{"symbols":[]}""", FailureKind.Empty)]
    [InlineData("coinbase", """{"message":"Public rate limit exceeded"}""", FailureKind.RateLimited)]
    [InlineData("coinbase", "<html>", FailureKind.NotJson)]
    [InlineData("coinbase", "[{\"id\":\"A-B\",\"base_currency\":\"A\",\"quote_currency\":\"B\"}],{", FailureKind.NotJson)]
    [InlineData("coinbase", "[{\"id\":\"\\ud800\",\"base_currency\":\"A\",\"quote_currency\":\"B\"}]", FailureKind.NotJson)]
    [InlineData("coinbase", "", FailureKind.NotJson)]
    public void A_body_that_is_not_a_listing_is_described(string venue, string body, FailureKind kind) =>
        Assert.Equal(kind, VenueCatalog.Find(venue)!.ParseListing(Encoding.UTF8.GetBytes(body)).Failure?.Kind);

    [Fact]
    public void Recorded_listings_are_read_with_their_steps()
    {
        Fixtures.Require();
        var coinbase = Coinbase.ParseListing(Fixtures.Read("coinbase/rest_exchange_products_20210417.json")).Value;
        Assert.Contains(coinbase, product => product.Symbol == "BTC-USD" && product.PriceStep == Exact.Parse("0.01") && product.QuantityMin is not null);
        foreach (var file in new[] { "binance/rest_exchangeInfo_20211012.json", "binance/rest_exchangeInfo_gct_current.json" })
        {
            var binance = Binance.ParseListing(Fixtures.Read(file)).Value;
            Assert.Contains(binance, product => product.PriceStep is not null && product.QuantityStep is not null && product.NotionalMin is not null);
        }
    }
}
