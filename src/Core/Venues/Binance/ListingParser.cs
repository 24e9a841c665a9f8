using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues.Binance;

/// <summary>The <c>symbols</c> of <c>/api/v3/exchangeInfo</c>; steps and minimums are in their filters.</summary>
internal static class ListingParser
{
    public static Outcome<IReadOnlyList<Product>> Parse(ReadOnlySpan<byte> body) =>
        ListingReader.Read(body, arrayField: "symbols", ReadProduct, words => Refusals.Of(words, httpStatus: null, retryAfter: null));

    private static Product? ReadProduct(JsonElement product)
    {
        if (product.Text("symbol") is not { Length: > 0 } symbol
            || ListingReader.PairOf(product.Text("baseAsset"), product.Text("quoteAsset")) is not { } pair)
        {
            return null;
        }

        return new Product(
            symbol,
            pair,
            product.Text("status") == "TRADING" ? ProductStatus.Online : ProductStatus.Halted,
            PriceStep: Rule(product, "PRICE_FILTER", "tickSize"),
            QuantityStep: Rule(product, "LOT_SIZE", "stepSize"),
            QuantityMin: Rule(product, "LOT_SIZE", "minQty"),
            NotionalMin: Rule(product, "NOTIONAL", "minNotional") ?? Rule(product, "MIN_NOTIONAL", "minNotional"));
    }

    private static Exact? Rule(JsonElement product, string filterType, string field)
    {
        if (!product.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var filter in filters.EnumerateArray())
        {
            if (filter.Text("filterType") == filterType)
            {
                return filter.Rule(field);
            }
        }

        return null;
    }
}
