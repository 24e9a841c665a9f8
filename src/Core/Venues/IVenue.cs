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

    VenueRequest BookRequest(string product);

    VenueRequest ListingRequest { get; }

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

/// <summary>A GET request to a venue: path and query relative to its base address, and its weight in the venue's budget.</summary>
public sealed record VenueRequest(string PathAndQuery, int Weight);
