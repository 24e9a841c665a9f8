using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Coinbase Exchange: level 2 is the whole aggregated book. https://docs.cdp.coinbase.com/exchange/reference</summary>
internal static class Coinbase
{
    private static readonly ProductNames Names = new() { Separator = "-" };

    public static RestVenue Venue { get; } = new()
    {
        Code = "coinbase",
        Name = "Coinbase Exchange",
        AdapterVersion = 4,
        BaseAddresses = [new("https://api.exchange.coinbase.com")],

        // 10 requests a second.
        BudgetPerMinute = 600,
        Facts = new(Certainty.Documented, new(2026, 8, 9), "The recorded whole book comes from the socket."),
        Book = new("/products/{product}/book?level=2", 1),

        // Level 3, which is never asked for and comes with imported books, has ["price","size","order id"] for every order.
        Shape = new()
        {
            IsWhole = true,

            // Imported books of the years in which level 2 was the best 50 of each side.
            FormerLevelsMax = 50,
            SequenceField = "sequence",
            TimeField = "time",
            AuctionField = "auction_mode",
            OrderOfOrders = LevelSorting.None,
        },
        Refusals = new()
        {
            Words = [("NotFound", FailureKind.UnknownProduct), ("rate limit", FailureKind.RateLimited)],
        },
        Names = Names,
        ListingRequest = new("/products", 1),
        ReadProduct = ReadProduct,
    };

    private static Product? ReadProduct(JsonElement product) =>
        product.Text("id") is { Length: > 0 } symbol && Names.PairOf(product.Text("base_currency"), product.Text("quote_currency")) is { } pair
            ? new Product(
                symbol,
                pair,
                StatusOf(product),
                PriceStep: product.Rule("quote_increment"),
                QuantityStep: product.Rule("base_increment"),
                QuantityMin: product.Rule("base_min_size"),
                NotionalMin: product.Rule("min_market_funds"),
                QuantityMax: product.Rule("base_max_size"),
                NotionalMax: product.Rule("max_market_funds"))
            : null;

    private static ProductStatus StatusOf(JsonElement product) => product.Text("status") switch
    {
        "delisted" => ProductStatus.Delisted,
        "online" when !MayNotBeTaken(product) => ProductStatus.Online,
        _ => ProductStatus.Halted,
    };

    private static bool MayNotBeTaken(JsonElement product) =>
        product.IsTrue("trading_disabled") || product.IsTrue("cancel_only") || product.IsTrue("limit_only")
        || product.IsTrue("post_only") || product.IsTrue("auction_mode");
}
