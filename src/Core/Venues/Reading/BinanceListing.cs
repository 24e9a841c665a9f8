using System.Text.Json;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>The <c>symbols</c> of <c>/api/v3/exchangeInfo</c>, which Binance and its relatives share; the rules are in their filters.</summary>
internal static class BinanceListing
{
    public static Product? ReadProduct(JsonElement product, ProductNames names)
    {
        if (product.Text("symbol") is not { Length: > 0 } symbol || names.PairOf(product.Text("baseAsset"), product.Text("quoteAsset")) is not { } pair)
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
            NotionalMin: Rule(product, "NOTIONAL", "minNotional") ?? Rule(product, "MIN_NOTIONAL", "minNotional"),
            QuantityMax: Smaller(Rule(product, "LOT_SIZE", "maxQty"), Rule(product, "MARKET_LOT_SIZE", "maxQty")),
            NotionalMax: Filter(product, "NOTIONAL") is { } notional && notional.IsTrue("applyMaxToMarket") ? notional.Rule("maxNotional") : null);
    }

    // Market orders must pass both filters; a maximum of 0 is none.
    private static Exact? Smaller(Exact? ofAll, Exact? ofMarketOrders) =>
        ofAll is null || ofMarketOrders < ofAll ? ofMarketOrders : ofAll;

    private static Exact? Rule(JsonElement product, string filterType, string field) => Filter(product, filterType)?.Rule(field);

    private static JsonElement? Filter(JsonElement product, string filterType)
    {
        if (!product.TryGetProperty("filters", out var filters) || filters.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var filter in filters.EnumerateArray())
        {
            if (filter.Text("filterType") == filterType)
            {
                return filter;
            }
        }

        return null;
    }
}
