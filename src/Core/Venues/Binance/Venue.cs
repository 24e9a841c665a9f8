using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues.Binance;

/// <summary>Binance spot: at most 5000 levels a side. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md</summary>
public sealed class Venue : IVenue
{
    internal const bool PromisesWholeBook = false;

    private const int BookWeight = 250;
    private const int ListingWeight = 20;

    public string Code => "binance";

    public string Name => "Binance";

    public int AdapterVersion => 2;

    /// <summary>The last one serves only public market data and may be reachable where the others are not.</summary>
    public IReadOnlyList<Uri> BaseAddresses { get; } =
    [
        new("https://api.binance.com"),
        new("https://api-gcp.binance.com"),
        new("https://api1.binance.com"),
        new("https://api2.binance.com"),
        new("https://api3.binance.com"),
        new("https://api4.binance.com"),
        new("https://data-api.binance.vision"),
    ];

    public int BudgetPerMinute => 6000;

    public string? UsedWeightHeader => "X-MBX-USED-WEIGHT-1M";

    public bool SendsWholeBook => PromisesWholeBook;

    public VenueRequest ListingRequest { get; } = new("/api/v3/exchangeInfo", ListingWeight);

    public VenueRequest BookRequest(string product) =>
        new($"/api/v3/depth?symbol={Uri.EscapeDataString(product)}&limit={BookParser.LevelsMax}", BookWeight);

    public Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body) => BookParser.Parse(body);

    public Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body) => ListingParser.Parse(body);

    public PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body) =>
        Refusals.Read(httpStatus, retryAfter, receivedAt, body);
}
