using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues.Coinbase;

/// <summary>Coinbase Exchange: level 2 is the whole aggregated book. https://docs.cdp.coinbase.com/exchange/reference</summary>
public sealed class Venue : IVenue
{
    internal const bool PromisesWholeBook = true;

    public string Code => "coinbase";

    public string Name => "Coinbase Exchange";

    public int AdapterVersion => 3;

    public IReadOnlyList<Uri> BaseAddresses { get; } = [new("https://api.exchange.coinbase.com")];

    /// <summary>10 requests a second, each of weight 1.</summary>
    public int BudgetPerMinute => 600;

    public string? UsedWeightHeader => null;

    public bool SendsWholeBook => PromisesWholeBook;

    public VenueRequest ListingRequest { get; } = new("/products", 1);

    public VenueRequest BookRequest(string product) => new($"/products/{Uri.EscapeDataString(product)}/book?level=2", 1);

    public Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body) => BookParser.Parse(body);

    public Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body) => ListingParser.Parse(body);

    public PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body) =>
        Refusals.Read(httpStatus, retryAfter, body);
}
