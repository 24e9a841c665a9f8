using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Bybit spot: at most 10,000 levels a side. https://bybit-exchange.github.io/docs/v5/market/full-ob</summary>
internal static class Bybit
{
    private static readonly ProductNames Names = new();

    public static RestVenue Venue { get; } = new()
    {
        Code = "bybit",
        Name = "Bybit",
        BaseAddresses = [new("https://api.bybit.com")],

        // 600 requests in 5 seconds.
        BudgetPerMinute = 7200,
        Facts = new(Certainty.Documented, new(2026, 11, 28), "Recorded are books of the socket with 200 levels a side."),
        Book = new("/v5/market/full_orderbook?category=spot&symbol={product}", 1),
        FallbackBook = new("/v5/market/orderbook?category=spot&symbol={product}&limit=1000", 1),
        Shape = new()
        {
            Path = ["result"],
            BidsField = "b",
            AsksField = "a",
            SequenceField = "u",
            TimeField = "ts",
            TimeFormat = TimeFormat.Milliseconds,
        },

        // More than 600 requests in 5 seconds: a 403 with words of its own, and ten minutes of silence. Other 403s are of the firewall.
        Refusals = new()
        {
            SuccessCode = "0",
            Codes = new Dictionary<string, FailureKind>
            {
                ["10006"] = FailureKind.RateLimited,
                ["10018"] = FailureKind.RateLimited,
                ["10016"] = FailureKind.VenueBusy,
            },
            Words = [("Not supported symbols", FailureKind.UnknownProduct), ("access too frequent", FailureKind.RateLimited)],
            PauseOn403 = TimeSpan.FromMinutes(10),
        },
        Names = Names,
        ListingRequest = new("/v5/market/instruments-info?category=spot&limit=1000", 1),
        ListingPaths = ["result.list"],
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product)
    {
        if (product.Text("symbol") is not { Length: > 0 } symbol || Names.PairOf(product.Text("baseCoin"), product.Text("quoteCoin")) is not { } pair)
        {
            return null;
        }

        var lots = product.Inner("lotSizeFilter");
        return new Product(
            symbol,
            pair,
            product.Text("status") == "Trading" ? ProductStatus.Online : ProductStatus.Halted,
            PriceStep: product.Inner("priceFilter").Rule("tickSize"),
            QuantityStep: lots.Rule("basePrecision"),
            QuantityMin: lots.Rule("minOrderQty"),
            NotionalMin: lots.Rule("minOrderAmt"),
            QuantityMax: lots.Rule("maxMarketOrderQty") ?? lots.Rule("maxOrderQty"),
            NotionalMax: lots.Rule("maxOrderAmt"));
    }
}
