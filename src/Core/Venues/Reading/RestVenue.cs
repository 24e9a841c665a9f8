using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>A venue whose API is described by data: paths, shapes, codes and names.</summary>
internal sealed class RestVenue : IVenue
{
    private const string ProductPlace = "{product}";

    public required string Code { get; init; }

    public required string Name { get; init; }

    public int AdapterVersion { get; init; } = 1;

    public required IReadOnlyList<Uri> BaseAddresses { get; init; }

    public required int BudgetPerMinute { get; init; }

    public string? UsedWeightHeader { get; init; }

    public bool SendsWholeBook => Shape.IsWhole;

    public bool RoundsPrices { get; init; }

    public required VenueFacts Facts { get; init; }

    /// <summary>The request for a book, with <c>{product}</c> in the place of the product.</summary>
    public required VenueRequest Book { get; init; }

    /// <summary>The request for a less deep book; null where there is none.</summary>
    public VenueRequest? FallbackBook { get; init; }

    public required BookShape Shape { get; init; }

    public required Refusals Refusals { get; init; }

    public required ProductNames Names { get; init; }

    public required VenueRequest ListingRequest { get; init; }

    /// <summary>Where the listing has its products; the first path that exists counts. See <see cref="ListingReader"/>.</summary>
    public IReadOnlyList<string> ListingPaths { get; init; } = [""];

    /// <summary>A product from its entry in the listing; null when it cannot be read or is not traded on the spot.</summary>
    public required Func<JsonElement, Product?> ReadProduct { get; init; }

    public VenueRequest BookRequest(string product) => Fill(Book, product);

    public VenueRequest? FallbackBookRequest(string product) => FallbackBook is null ? null : Fill(FallbackBook, product);

    public string CanonicalProduct(string product) => Names.Canonical(product);

    public string ProductOf(Pair pair) => Names.ProductOf(pair);

    public Pair? PairOf(string product) => Names.PairOf(product);

    public Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body) => BookReader.Read(body, Format);

    public Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body) => ListingReader.Read(body, ListingPaths, ReadProduct, Refusals);

    public PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body) =>
        Refusals.Read(httpStatus, retryAfter, receivedAt, body);

    private BookFormat Format => field ??= new BookFormat(Shape, Refusals);

    private static VenueRequest Fill(VenueRequest request, string product) =>
        request with { PathAndQuery = request.PathAndQuery.Replace(ProductPlace, Uri.EscapeDataString(product), StringComparison.Ordinal) };
}
