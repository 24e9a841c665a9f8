using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Bitso: every order of the book. https://docs.bitso.com/bitso-api/docs/list-order-book</summary>
internal static class Bitso
{
    private static readonly ProductNames Names = new() { IsLowerCase = true, Separator = "_" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "bitso",
        Name = "Bitso",
        BaseAddresses = [new("https://api.bitso.com")],
        BudgetPerMinute = 60,
        Facts = new(Certainty.Documented, new(2026, 9, 23), "Recorded are books of 50 levels a side."),
        Book = new("/v3/order_book/?book={product}&aggregate=false", 1),

        // A row for each order, so that prices repeat.
        Shape = new()
        {
            Path = ["payload"],
            Level = new() { Fields = ("price", "amount") },
            Order = Books.LevelSorting.None,
            IsWhole = true,
            SequenceField = "sequence",
            HasSequenceText = true,
            TimeField = "updated_at",
        },
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind>
            {
                ["0301"] = FailureKind.UnknownProduct,
                ["0801"] = FailureKind.RateLimited,
                ["0802"] = FailureKind.RateLimited,
            },
        },
        Names = Names,
        ListingRequest = new("/v3/available_books/", 1),
        ListingPaths = ["payload"],
        ReadProduct = ReadProduct,
    };

    // What is listed trades: there is no status.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("book") is { Length: > 0 } symbol && symbol.Split('_') is [var bought, var paid] && Names.PairOf(bought, paid) is { } pair
            ? new Product(
                symbol,
                pair,
                ProductStatus.Online,
                PriceStep: product.Rule("tick_size"),
                QuantityStep: null,
                QuantityMin: product.Rule("minimum_amount"),
                NotionalMin: product.Rule("minimum_value"),
                QuantityMax: product.Rule("maximum_amount"),
                NotionalMax: product.Rule("maximum_value"))
            : null;
}
