using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Binance.US, with the API of Binance and its own budget. https://docs.binance.us</summary>
internal static class BinanceUs
{
    private static readonly ProductNames Names = new();

    public static RestVenue Venue { get; } = new()
    {
        Code = "binanceus",
        Name = "Binance.US",
        BaseAddresses = [new("https://api.binance.us")],
        BudgetPerMinute = 1200,
        UsedWeightHeader = "X-MBX-USED-WEIGHT-1M",
        Facts = new(Certainty.Recorded, new(2026, 7, 26), "The weights are those of a maintained client."),
        Book = new("/api/v3/depth?symbol={product}&limit=5000", 50),
        Shape = Binance.Shape,
        Refusals = Binance.Refusals,
        Names = Names,
        ListingRequest = new("/api/v3/exchangeInfo", 20),
        ListingPaths = ["symbols"],
        ReadProduct = product => BinanceListing.ReadProduct(product, Names),
    };
}
