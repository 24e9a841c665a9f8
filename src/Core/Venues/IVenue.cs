using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues;

/// <summary>
/// What we know of one exchange's public API: builds requests, reads answers; no I/O, no clock. Facts and sources: docs/venues.md.
/// </summary>
public interface IVenue
{
    string Code { get; }

    /// <summary>The exchange's name for people.</summary>
    string Name { get; }

    /// <summary>Raised when the request or the reading of answers changes; stored with every capture.</summary>
    int AdapterVersion { get; }

    /// <summary>The venue's own hosts, preferred first; the others are alternatives for the same data.</summary>
    IReadOnlyList<Uri> BaseAddresses { get; }

    /// <summary>Request weight that one address may use in a minute, in the venue's own weights.</summary>
    int BudgetPerMinute { get; }

    /// <summary>Header of an answer with the weight that our address has used in the present minute; null where the venue does not say.</summary>
    string? UsedWeightHeader { get; }

    VenueRequest BookRequest(string product);

    VenueRequest ListingRequest { get; }

    /// <summary>Reads a 2xx body into a validated book, or says why it is none; never throws on any bytes.</summary>
    Outcome<OrderBook> ParseBook(ReadOnlySpan<byte> body);

    /// <summary>Reads a 2xx listing body; products it cannot read are left out; never throws on any bytes.</summary>
    Outcome<IReadOnlyList<Product>> ParseListing(ReadOnlySpan<byte> body);

    /// <summary>What an answer other than 2xx means, with the venue's own words.</summary>
    PullFailure ReadRefusal(int httpStatus, TimeSpan? retryAfter, ReadOnlySpan<byte> body);
}

/// <summary>A GET to a venue: path and query below its base address, and its weight in the venue's budget.</summary>
public sealed record VenueRequest(string PathAndQuery, int Weight);
