using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>MEXC spot, with the book of Binance: at most 5000 levels a side. https://mexcdevelop.github.io/apidocs/spot_v3_en/#order-book</summary>
internal static class Mexc
{
    private static readonly ProductNames Names = new();

    public static RestVenue Venue { get; } = new()
    {
        Code = "mexc",
        Name = "MEXC",
        BaseAddresses = [new("https://api.mexc.com")],
        BudgetPerMinute = 20_000,
        Facts = new(Certainty.Unverified, new(2026, 11, 22), "Recorded books were cut to 5 levels; the maximum depth and the weights are not verified."),
        Book = new("/api/v3/depth?symbol={product}&limit=5000", 1),
        FallbackBook = new("/api/v3/depth?symbol={product}&limit=1000", 1),
        Shape = Binance.Shape with { NullIsEmpty = true, TimeField = "timestamp", TimeFormat = TimeFormat.Milliseconds },

        // The code of a rate limit may come with status 200.
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind>
            {
                ["-1121"] = FailureKind.UnknownProduct,
                ["10007"] = FailureKind.UnknownProduct,
                ["429"] = FailureKind.RateLimited,
                ["510"] = FailureKind.RateLimited,
            },
        },
        Names = Names,
        ListingRequest = new("/api/v3/exchangeInfo", 10),
        ListingPaths = ["symbols"],
        ReadProduct = ReadProduct,
    };

    // A product that may not be traded through the API is listed with isSpotTradingAllowed false.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("symbol") is { Length: > 0 } symbol && Names.PairOf(product.Text("baseAsset"), product.Text("quoteAsset")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("status") is "1" or "ENABLED" && product.IsTrue("isSpotTradingAllowed") ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("quotePrecision"),
                QuantityStep: product.Rule("baseSizePrecision") ?? product.StepOf("baseAssetPrecision"),
                QuantityMin: product.Rule("baseSizePrecision"),
                NotionalMin: product.Rule("quoteAmountPrecision"),
                QuantityMax: null,
                NotionalMax: product.Rule("maxQuoteAmountMarket"))
            : null;
}
