using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Io.Tests.Http;

/// <summary>A venue with different hosts.</summary>
internal sealed class HostsOf(IVenue venue, IReadOnlyList<Uri> hosts) : IVenue
{
    public string Code => venue.Code;

    public string Name => venue.Name;

    public int AdapterVersion => venue.AdapterVersion;

    public IReadOnlyList<Uri> BaseAddresses => hosts;

    public int BudgetPerMinute => venue.BudgetPerMinute;

    public string? UsedWeightHeader => venue.UsedWeightHeader;

    public bool SendsWholeBook => venue.SendsWholeBook;

    public bool RoundsPrices => venue.RoundsPrices;

    public VenueFacts Facts => venue.Facts;

    public VenueRequest ListingRequest => venue.ListingRequest;

    public VenueRequest BookRequest(string product) => venue.BookRequest(product);

    public VenueRequest? FallbackBookRequest(string product) => venue.FallbackBookRequest(product);

    public string CanonicalProduct(string product) => venue.CanonicalProduct(product);

    public string ProductOf(Pair pair) => venue.ProductOf(pair);

    public Pair? PairOf(string product) => venue.PairOf(product);

    public Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body) => venue.ParseBook(body);

    public Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body) => venue.ParseListing(body);

    public PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body) =>
        venue.ReadRefusal(httpStatus, retryAfter, receivedAt, body);
}
