using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>KuCoin spot: 100 levels a side without a key. https://www.kucoin.com/docs-new/rest/spot-trading/market-data/get-part-orderbook</summary>
internal static class Kucoin
{
    private static readonly ProductNames Names = new() { Separator = "-" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "kucoin",
        Name = "KuCoin",
        BaseAddresses = [new("https://api.kucoin.com")],

        // Weight 2000 in 30 seconds.
        BudgetPerMinute = 4000,
        Facts = new(Certainty.Documented, new(2026, 9, 22), "Recorded are whole books of 2021, when they were public."),
        Book = new("/api/v1/market/orderbook/level2_100?symbol={product}", 4),

        // Older answers have the asks worst first.
        Shape = new()
        {
            Path = ["data"],
            Order = Books.LevelSorting.None,
            NullIsEmpty = true,
            SequenceField = "sequence",
            HasSequenceText = true,
            TimeField = "time",
            TimeFormat = TimeFormat.Milliseconds,
        },
        Refusals = new()
        {
            SuccessCode = "200000",
            Codes = new Dictionary<string, FailureKind>
            {
                ["429000"] = FailureKind.RateLimited,
                ["200003"] = FailureKind.UnknownProduct,
                ["900001"] = FailureKind.UnknownProduct,
            },
        },
        Names = Names,
        ListingRequest = new("/api/v2/symbols", 4),
        ListingPaths = ["data"],
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("symbol") is { Length: > 0 } symbol && Names.PairOf(product.Text("baseCurrency"), product.Text("quoteCurrency")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.IsTrue("enableTrading") ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.Rule("priceIncrement"),
                QuantityStep: product.Rule("baseIncrement"),
                QuantityMin: product.Rule("baseMinSize"),
                NotionalMin: product.Rule("minFunds"),
                QuantityMax: product.Rule("baseMaxSize"),
                NotionalMax: product.Rule("quoteMaxSize"))
            : null;
}
