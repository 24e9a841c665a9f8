using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Coinbase;

/// <summary>The array returned by <c>/products</c>.</summary>
internal static class ListingParser
{
    public static Outcome<IReadOnlyList<Product>> Parse(ReadOnlySpan<byte> body) =>
        ListingReader.Read(body, arrayField: null, ReadProduct, words => Refusals.Of(words, httpStatus: null, retryAfter: null));

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("id") is { Length: > 0 } symbol
        && ListingReader.PairOf(product.Text("base_currency"), product.Text("quote_currency")) is { } pair
            ? new Product(
                symbol,
                pair,
                StatusOf(product),
                PriceStep: product.Rule("quote_increment"),
                QuantityStep: product.Rule("base_increment"),
                QuantityMin: product.Rule("base_min_size"),
                NotionalMin: product.Rule("min_market_funds"),
                QuantityMax: product.Rule("base_max_size"),
                NotionalMax: product.Rule("max_market_funds"))
            : null;

    private static ProductStatus StatusOf(JsonElement product) => product.Text("status") switch
    {
        "delisted" => ProductStatus.Delisted,
        "online" when !MayNotBeTaken(product) => ProductStatus.Online,
        _ => ProductStatus.Halted,
    };

    private static bool MayNotBeTaken(JsonElement product) =>
        product.IsTrue("trading_disabled") || product.IsTrue("cancel_only") || product.IsTrue("limit_only")
        || product.IsTrue("post_only") || product.IsTrue("auction_mode");
}
