using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Binance spot: at most 5000 levels a side. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md</summary>
internal static class Binance
{
    /// <summary><c>{"lastUpdateId":…,"bids":[["price","quantity"],…],"asks":…}</c>; no time, no auctions.</summary>
    public static readonly BookShape Shape = new() { SequenceField = "lastUpdateId" };

    public static readonly Refusals Refusals = new()
    {
        Codes = new Dictionary<string, FailureKind>
        {
            ["-1003"] = FailureKind.RateLimited,
            ["-1007"] = FailureKind.VenueBusy,
            ["-1008"] = FailureKind.VenueBusy,
            ["-1121"] = FailureKind.UnknownProduct,
        },
    };

    private static readonly ProductNames Names = new();

    public static RestVenue Venue { get; } = new()
    {
        Code = "binance",
        Name = "Binance",
        AdapterVersion = 2,

        // The last one serves only public market data and may be reachable where the others are not.
        BaseAddresses =
        [
            new("https://api.binance.com"),
            new("https://api-gcp.binance.com"),
            new("https://api1.binance.com"),
            new("https://api2.binance.com"),
            new("https://api3.binance.com"),
            new("https://api4.binance.com"),
            new("https://data-api.binance.vision"),
        ],
        BudgetPerMinute = 6000,
        UsedWeightHeader = "X-MBX-USED-WEIGHT-1M",
        Facts = new(Certainty.Recorded, new(2026, 11, 28), "The weight of the listing is not verified."),
        Book = new("/api/v3/depth?symbol={product}&limit=5000", 250),
        Shape = Shape,
        Refusals = Refusals,
        Names = Names,
        ListingRequest = new("/api/v3/exchangeInfo", 20),
        ListingPaths = ["symbols"],
        ReadProduct = product => BinanceListing.ReadProduct(product, Names),
    };
}
