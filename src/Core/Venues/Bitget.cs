using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Bitget spot: 150 levels a side. https://www.bitget.com/api-doc/spot/market/Get-Orderbook</summary>
internal static class Bitget
{
    private const string OldSuffix = "_SPBL";

    private static readonly ProductNames Names = new()
    {
        Other = product => product.EndsWith(OldSuffix, StringComparison.OrdinalIgnoreCase) ? product[..^OldSuffix.Length] : product,
    };

    public static RestVenue Venue { get; } = new()
    {
        Code = "bitget",
        Name = "Bitget",
        BaseAddresses = [new("https://api.bitget.com")],

        // 6000 requests a minute over all calls, and 20 a second of each of these two.
        BudgetPerMinute = 6000,
        Facts = new(Certainty.Unverified, new(2026, 11, 22), "Recorded are cut books and an older listing; the maximum depth is not verified."),
        Book = new("/api/v2/spot/market/orderbook?symbol={product}&type=step0&limit=150", 5),
        Shape = new() { Path = ["data"], NullIsEmpty = true, TimeField = "ts", TimeFormat = TimeFormat.Milliseconds },
        Refusals = new()
        {
            SuccessCode = "00000",
            Codes = new Dictionary<string, FailureKind>
            {
                ["429"] = FailureKind.RateLimited,
                ["40034"] = FailureKind.UnknownProduct,
            },
            Words = [("does not exist", FailureKind.UnknownProduct)],
        },
        Names = Names,
        ListingRequest = new("/api/v2/spot/public/symbols", 5),
        ListingPaths = ["data"],
        ReadProduct = ReadProduct,
    };

    // The older listing has other names for the decimals, and the symbol with a suffix.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("symbol") is { Length: > 0 } symbol && Names.PairOf(product.Text("baseCoin"), product.Text("quoteCoin")) is { } pair
            ? new Product(
                Names.Canonical(symbol),
                pair,
                product.Text("status") == "online" ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.StepOf("pricePrecision") ?? product.StepOf("priceScale"),
                QuantityStep: product.StepOf("quantityPrecision") ?? product.StepOf("quantityScale"),
                QuantityMin: product.Rule("minTradeAmount"),
                NotionalMin: pair.Quote.Code == "USDT" ? product.Rule("minTradeUSDT") : null,
                QuantityMax: product.Rule("maxTradeAmount"),
                NotionalMax: null)
            : null;
}
