using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Kraken spot: at most 500 levels a side. https://docs.kraken.com/api/docs/rest-api/get-order-book</summary>
internal static class Kraken
{
    private static readonly ProductNames Names = new()
    {
        UsualNames = new Dictionary<string, string> { ["XBT"] = "BTC", ["XDG"] = "DOGE" },
        Other = OfOtherName,
    };

    public static RestVenue Venue { get; } = new()
    {
        Code = "kraken",
        Name = "Kraken",
        BaseAddresses = [new("https://api.kraken.com")],

        // About one request a second and address.
        BudgetPerMinute = 60,
        Facts = new(Certainty.Recorded, new(2026, 10, 3)),
        Book = new("/0/public/Depth?pair={product}&count=500", 1),

        // ["price","volume",time of its last change]; the only field of the result is Kraken's own id of the pair.
        Shape = new() { Path = ["result", BookShape.AnyField] },

        // Errors come with status 200: {"error":["EQuery:Unknown asset pair"]}.
        Refusals = new()
        {
            Words =
            [
                ("Unknown asset pair", FailureKind.UnknownProduct),
                ("Too many requests", FailureKind.RateLimited),
                ("Rate limit exceeded", FailureKind.RateLimited),
                ("Temporary lockout", FailureKind.RateLimited),
                ("EService:", FailureKind.VenueBusy),
            ],
        },
        Names = Names,
        ListingRequest = new("/0/public/AssetPairs", 1),
        ListingPaths = ["result.*"],
        ReadProduct = ReadProduct,
    };

    // Names that end in .d are dark pools, which have no public book.
    private static Product? ReadProduct(JsonElement product) =>
        product.Text("altname") is { Length: > 0 } symbol && !symbol.EndsWith(".d", StringComparison.Ordinal) && PairOf(product) is { } pair
            ? new Product(
                symbol,
                pair,
                product.Text("status") is "online" or null ? ProductStatus.Online : ProductStatus.Halted,
                PriceStep: product.Rule("tick_size") ?? product.StepOf("pair_decimals"),
                QuantityStep: product.StepOf("lot_decimals"),
                QuantityMin: product.Rule("ordermin"),
                NotionalMin: product.Rule("costmin"),
                QuantityMax: null,
                NotionalMax: null)
            : null;

    private static Pair? PairOf(JsonElement product) =>
        product.Text("wsname")?.Split('/') is [var bought, var paid]
            ? Names.PairOf(bought, paid)
            : Names.PairOf(WithoutClass(product.Text("base")), WithoutClass(product.Text("quote")));

    // Old codes have four letters, the first for the class of the asset: XXBT, ZUSD.
    private static string? WithoutClass(string? code) => code is ['X' or 'Z', _, _, _] ? code[1..] : code;

    // XXBTZUSD is the id of XBTUSD. Names of both cases, as of tokenised shares (AAPLxUSD), are left alone.
    private static string OfOtherName(string product) =>
        product.ToUpperInvariant() is ['X', _, _, _, 'X' or 'Z', _, _, _] id ? id[1..4] + id[5..]
        : product.StartsWith("BTC", StringComparison.OrdinalIgnoreCase) && !product.Contains('/', StringComparison.Ordinal) ? "XBT" + product[3..]
        : product;
}
