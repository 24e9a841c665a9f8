using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>OKX spot: at most 5000 levels a side. https://www.okx.com/docs-v5/en/#order-book-trading-market-data</summary>
internal static class Okx
{
    private static readonly ProductNames Names = new() { Separator = "-" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "okx",
        Name = "OKX",
        BaseAddresses = [new("https://www.okx.com")],

        // The limits are of calls in 2 seconds: 40 of books, 10 of books-full, 20 of instruments.
        BudgetPerMinute = 1200,
        Facts = new(Certainty.Documented, new(2026, 9, 23), "Recorded are books of the ordinary call with 400 levels a side."),
        Book = new("/api/v5/market/books-full?instId={product}&sz=5000", 4),
        FallbackBook = new("/api/v5/market/books?instId={product}&sz=400", 1),

        // ["price","size","orders"], or ["price","size","0","orders"] of the ordinary call.
        Shape = new()
        {
            Path = ["data", BookShape.FirstElement],
            SequenceField = "seqId",
            TimeField = "ts",
            TimeFormat = TimeFormat.Milliseconds,
        },
        Refusals = new()
        {
            SuccessCode = "0",
            Codes = new Dictionary<string, FailureKind>
            {
                ["51001"] = FailureKind.UnknownProduct,
                ["50011"] = FailureKind.RateLimited,
                ["50013"] = FailureKind.VenueBusy,
            },
        },
        Names = Names,
        ListingRequest = new("/api/v5/public/instruments?instType=SPOT", 2),
        ListingPaths = ["data"],
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("instId") is { Length: > 0 } symbol && Names.PairOf(product.Text("baseCcy"), product.Text("quoteCcy")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("state") == "live" ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.Rule("tickSz"),
                QuantityStep: product.Rule("lotSz"),
                QuantityMin: product.Rule("minSz"),
                NotionalMin: null,
                QuantityMax: null,
                NotionalMax: null)
            : null;
}
