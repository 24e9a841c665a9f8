using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>BitMart spot: 50 levels a side. https://developer-pro.bitmart.com/en/spot/#get-depth-v3</summary>
internal static class Bitmart
{
    private static readonly ProductNames Names = new() { Separator = "_" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "bitmart",
        Name = "BitMart",
        BaseAddresses = [new("https://api-cloud.bitmart.com")],

        // 10 requests in 2 seconds.
        BudgetPerMinute = 300,
        Facts = new(Certainty.Documented, new(2026, 9, 22), "No answer of this call was recorded; the error of an unknown product is that of the futures host."),
        Book = new("/spot/quotation/v3/books?symbol={product}&limit=50", 1),
        Shape = new() { Path = ["data"], NullIsEmpty = true, TimeField = "ts", TimeFormat = TimeFormat.Milliseconds },
        Refusals = new()
        {
            SuccessCode = "1000",
            Codes = new Dictionary<string, FailureKind> { ["40034"] = FailureKind.UnknownProduct },
            Words = [("symbol not exist", FailureKind.UnknownProduct)],
        },
        Names = Names,
        ListingRequest = new("/spot/v1/symbols/details", 1),
        ListingPaths = ["data.symbols", ""],
        ReadProduct = ReadProduct,
    };

    // quote_increment is the step of the quantity. The older listing has ids instead of symbols, and no status.
    private static Product? ReadProduct(JsonElement product) =>
        (product.Text("symbol") ?? product.Text("id")) is { Length: > 0 } symbol
        && Names.PairOf(product.Text("base_currency"), product.Text("quote_currency")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("trade_status") == "trading" ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("price_max_precision"),
                QuantityStep: product.Rule("quote_increment"),
                QuantityMin: product.Rule("base_min_size"),
                NotionalMin: product.Rule("min_buy_amount"),
                QuantityMax: product.Rule("base_max_size"),
                NotionalMax: null)
            : null;
}
