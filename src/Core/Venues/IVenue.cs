using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues;

/// <summary>
/// One exchange's public API: builds requests and parses responses, without I/O or clock. Facts and sources: docs/venues.md.
/// </summary>
public interface IVenue
{
    string Code { get; }

    /// <summary>The exchange's display name.</summary>
    string Name { get; }

    /// <summary>Increase when the request or the parsing changes; stored with every capture.</summary>
    int AdapterVersion { get; }

    /// <summary>The venue's own hosts, preferred first; the others are alternatives for the same data.</summary>
    IReadOnlyList<Uri> BaseAddresses { get; }

    /// <summary>Request weight that one address may use in a minute, in the venue's own weights.</summary>
    int BudgetPerMinute { get; }

    /// <summary>
    /// Response header with the weight that our address has used in the current minute; null where the venue does not report
    /// it.
    /// </summary>
    string? UsedWeightHeader { get; }

    /// <summary>
    /// Whether the venue promises that its answer to the book request holds every level of both sides. A venue that limits the
    /// number of levels promises nothing, however few it sends.
    /// </summary>
    bool SendsWholeBook { get; }

    /// <summary>
    /// Whether the venue rounds prices to significant digits, so that levels of several prices are sent as one: costs computed
    /// from such a book are not exact.
    /// </summary>
    bool RoundsPrices { get; }

    /// <summary>How certain it is that the venue behaves as this adapter expects.</summary>
    VenueFacts Facts { get; }

    /// <summary>Asks for the deepest book that the venue gives to the public.</summary>
    VenueRequest BookRequest(string product);

    /// <summary>
    /// Asks for a less deep book, for when the answer to <see cref="BookRequest"/> is an error or has another shape; it is parsed
    /// the same way. Null where there is none.
    /// </summary>
    VenueRequest? FallbackBookRequest(string product);

    VenueRequest ListingRequest { get; }

    /// <summary>The spelling of a product that the venue lists it under, from another case or one of its other names.</summary>
    string CanonicalProduct(string product);

    /// <summary>The venue's name of the product with this pair, listed or not.</summary>
    string ProductOf(Pair pair);

    /// <summary>The pair of a product as far as its name shows it beyond doubt; null otherwise. A listing goes before it.</summary>
    Pair? PairOf(string product);

    /// <summary>Parses a 2xx body into a validated book, or returns its defect; never throws, whatever the bytes.</summary>
    Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body);

    /// <summary>Parses a 2xx listing body; unreadable products are omitted; never throws, whatever the bytes.</summary>
    Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body);

    /// <summary>Interprets a response other than 2xx, with the venue's own message.</summary>
    /// <param name="httpStatus">Its status.</param>
    /// <param name="retryAfter">The time that its headers ask us to wait; null without one.</param>
    /// <param name="receivedAt">When it was complete, for a time that the body states.</param>
    /// <param name="body">Its body.</param>
    PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, DateTimeOffset receivedAt, ReadOnlySpan<byte> body);
}

/// <summary>What the facts about a venue's API rest on.</summary>
public enum Certainty
{
    /// <summary>Answers of exactly this call were recorded.</summary>
    Recorded,

    /// <summary>The call is documented or was measured by others; recorded are answers of a similar call.</summary>
    Documented,

    /// <summary>Some of what is relied on is general knowledge that nobody has verified.</summary>
    Unverified,
}

/// <summary>How certain the facts about a venue are.</summary>
/// <param name="Book">Of the request for the book and of its answer.</param>
/// <param name="AsOf">The day as of which they were collected, or measured by others.</param>
/// <param name="Note">What is not certain, as a sentence; null where nothing stands out.</param>
public sealed record VenueFacts(Certainty Book, DateOnly AsOf, string? Note = null);

/// <summary>A GET request to a venue: path and query relative to its base address, and its weight in the venue's budget.</summary>
public sealed record VenueRequest(string PathAndQuery, int Weight);
