using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Crypto.com Exchange: 150 levels a side. https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#public-get-book</summary>
internal static class CryptoCom
{
    private static readonly ProductNames Names = new() { Separator = "_" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "cryptocom",
        Name = "Crypto.com Exchange",
        BaseAddresses = [new("https://api.crypto.com")],

        // 100 requests a second of each call.
        BudgetPerMinute = 6000,
        Facts = new(Certainty.Documented, new(2026, 9, 22), "Documented are 50 levels, 150 were measured; recorded are books of the socket."),
        Book = new("/exchange/v1/public/get-book?instrument_name={product}&depth=150", 1),
        FallbackBook = new("/exchange/v1/public/get-book?instrument_name={product}&depth=50", 1),
        Shape = new()
        {
            Path = ["result", "data", BookShape.FirstElement],
            TimeField = "t",
            TimeFormat = TimeFormat.Milliseconds,
        },
        Refusals = new()
        {
            SuccessCode = "0",
            Codes = new Dictionary<string, FailureKind> { ["42901"] = FailureKind.RateLimited },
            Words = [("Invalid instrument_name", FailureKind.UnknownProduct)],
        },
        Names = Names,
        ListingRequest = new("/exchange/v1/public/get-instruments", 1),
        ListingPaths = ["result.data", "result.instruments"],
        ReadProduct = ReadProduct,
    };

    // The older listing has longer names, only spot, and what trades.
    private static Product? ReadProduct(JsonElement product) =>
        (product.Text("symbol") ?? product.Text("instrument_name")) is { Length: > 0 } symbol
        && product.Text("inst_type") is "CCY_PAIR" or null
        && Names.PairOf(product.Text("base_ccy") ?? product.Text("base_currency"), product.Text("quote_ccy") ?? product.Text("quote_currency")) is { } pair
            ? new Product(
                symbol,
                pair,
                product.IsTrue("tradable") || product.Text("instrument_name") is not null ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.Rule("price_tick_size") ?? product.StepOf("price_decimals"),
                QuantityStep: product.Rule("qty_tick_size") ?? product.StepOf("quantity_decimals"),
                QuantityMin: product.Rule("qty_tick_size"),
                NotionalMin: null,
                QuantityMax: null,
                NotionalMax: null)
            : null;
}
