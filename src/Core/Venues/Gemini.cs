using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Gemini: the whole book. https://docs.gemini.com/rest/market-data</summary>
internal static class Gemini
{
    private static readonly ProductNames Names = new() { IsLowerCase = true };

    public static RestVenue Venue { get; } = new()
    {
        Code = "gemini",
        Name = "Gemini",
        BaseAddresses = [new("https://api.gemini.com")],
        BudgetPerMinute = 120,
        Facts = new(Certainty.Documented, new(2026, 9, 15), "Recorded are books of 50 levels a side; published fees contradict each other."),
        Book = new("/v1/book/{product}?limit_bids=0&limit_asks=0", 1),

        // The time of a level is a dummy.
        Shape = new() { Level = new() { Fields = ("price", "amount") }, IsWhole = true },
        Refusals = new()
        {
            Words = [("is not a valid symbol", FailureKind.UnknownProduct), ("Too Many Requests", FailureKind.RateLimited)],
        },
        Names = Names,
        ListingRequest = new("/v1/symbols/details/all", 1),
        ReadProduct = ReadProduct,
    };

    // tick_size is the step of the quantity here, and quote_increment that of the price.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("symbol") is { Length: > 0 } symbol
        && product.Text("product_type") is "spot" or null
        && Names.PairOf(product.Text("base_currency"), product.Text("quote_currency")) is { } pair
            ? new Product(
                Names.Canonical(symbol),
                pair,
                product.Text("status") switch
                {
                    "open" => ProductStatus.Online,
                    "closed" => ProductStatus.Delisted,
                    _ => ProductStatus.Halted,
                },
                PriceStep: product.Rule("quote_increment"),
                QuantityStep: product.Rule("tick_size"),
                QuantityMin: product.Rule("min_order_size"),
                NotionalMin: null,
                QuantityMax: null,
                NotionalMax: null)
            : null;
}
