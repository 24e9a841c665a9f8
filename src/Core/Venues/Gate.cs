using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Gate spot: at most 1000 levels a side. https://www.gate.io/docs/developers/apiv4/en/#retrieve-order-book</summary>
internal static class Gate
{
    private static readonly ProductNames Names = new() { Separator = "_" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "gate",
        Name = "Gate",
        BaseAddresses = [new("https://api.gateio.ws")],

        // 200 requests in 10 seconds.
        BudgetPerMinute = 1200,
        Facts = new(Certainty.Unverified, new(2026, 11, 22), "Recorded are books of 100 levels a side; that more than 100 are accepted is not verified."),
        Book = new("/api/v4/spot/order_book?currency_pair={product}&interval=0&limit=1000&with_id=true", 1),
        FallbackBook = new("/api/v4/spot/order_book?currency_pair={product}&interval=0&limit=100&with_id=true", 1),

        // current is the time of the answer, update that of the latest change.
        Shape = new()
        {
            Order = Books.LevelSorting.None,
            SequenceField = "id",
            TimeField = "current",
            TimeFormat = TimeFormat.Milliseconds,
        },
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind>
            {
                ["invalid_currency_pair"] = FailureKind.UnknownProduct,
                ["invalid_currency"] = FailureKind.UnknownProduct,
                ["too_many_requests"] = FailureKind.RateLimited,
            },
        },
        Names = Names,
        ListingRequest = new("/api/v4/spot/currency_pairs", 1),
        ReadProduct = ReadProduct,
    };

    // What is only buyable or only sellable cannot be traded in full.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("id") is { Length: > 0 } symbol && Names.PairOf(product.Text("base"), product.Text("quote")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("trade_status") == "tradable" ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("precision"),
                QuantityStep: product.StepOf("amount_precision"),
                QuantityMin: product.Rule("min_base_amount"),
                NotionalMin: product.Rule("min_quote_amount"),
                QuantityMax: null,
                NotionalMax: null)
            : null;
}
