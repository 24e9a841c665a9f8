using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Bitstamp: the whole book. https://www.bitstamp.net/api/</summary>
internal static class Bitstamp
{
    private static readonly ProductNames Names = new() { IsLowerCase = true };

    public static RestVenue Venue { get; } = new()
    {
        Code = "bitstamp",
        Name = "Bitstamp",
        BaseAddresses = [new("https://www.bitstamp.net")],

        // 10,000 requests in 10 minutes.
        BudgetPerMinute = 1000,
        Facts = new(Certainty.Recorded, new(2026, 9, 15), "The status of a rate limit is not documented."),
        Book = new("/api/v2/order_book/{product}/?group=1", 1),

        // [["price", "amount"], …] with spaces; the time is that of the latest change of the book. Other groups have a row for
        // each order, with which prices repeat.
        Shape = new()
        {
            Order = Books.LevelSorting.Sorted,
            IsWhole = true,
            TimeField = "microtimestamp",
            TimeFormat = TimeFormat.Microseconds,
        },
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind>
            {
                ["400.002"] = FailureKind.RateLimited,
                ["400.067"] = FailureKind.RateLimited,
                ["400.068"] = FailureKind.RateLimited,
            },
            IsUnknownOn404 = true,
        },
        Names = Names,
        ListingRequest = new("/api/v2/trading-pairs-info/", 1),
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("url_symbol") is { Length: > 0 } symbol
        && product.Text("name")?.Split('/') is [var bought, var paid]
        && Names.PairOf(bought, paid) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("trading") == "Enabled" && product.Text("instant_and_market_orders") is "Enabled" or null ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("counter_decimals"),
                QuantityStep: product.StepOf("base_decimals"),
                QuantityMin: null,
                NotionalMin: ListingReader.Number(product.Text("minimum_order")?.Split(' ')[0]),
                QuantityMax: null,
                NotionalMax: null)
            : null;
}
