using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>HTX spot: 150 levels a side. https://huobiapi.github.io/docs/spot/v1/en/#get-market-depth</summary>
internal static class Htx
{
    private static readonly ProductNames Names = new() { IsLowerCase = true };

    public static RestVenue Venue { get; } = new()
    {
        Code = "htx",
        Name = "HTX",
        BaseAddresses = [new("https://api.huobi.pro")],

        // 10 requests a second, as maintained clients use it; the documented figure is of another host and far higher.
        BudgetPerMinute = 600,
        Facts = new(Certainty.Recorded, new(2026, 11, 22), "The rate limit of this host is not documented."),
        Book = new("/market/depth?symbol={product}&type=step0", 1),

        // [price, amount] as numbers, small ones with exponents: 2.0E-4.
        Shape = new()
        {
            Path = ["tick"],
            SequenceField = "version",
            TimeField = "ts",
            TimeFormat = TimeFormat.Milliseconds,
        },

        // Errors come with status 200.
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind> { ["1032"] = FailureKind.RateLimited },
            Words = [("invalid symbol", FailureKind.UnknownProduct), ("too many requests", FailureKind.RateLimited)],
        },
        Names = Names,
        ListingRequest = new("/v1/common/symbols", 1),
        ListingPaths = ["data"],
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("symbol") is { Length: > 0 } symbol && Names.PairOf(product.Text("base-currency"), product.Text("quote-currency")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("state") == "online" && product.Text("api-trading") is "enabled" or null ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("price-precision"),
                QuantityStep: product.StepOf("amount-precision"),
                QuantityMin: product.Rule("limit-order-min-order-amt") ?? product.Rule("min-order-amt"),
                NotionalMin: product.Rule("min-order-value"),
                QuantityMax: product.Rule("sell-market-max-order-amt"),
                NotionalMax: product.Rule("buy-market-max-order-value"))
            : null;
}
