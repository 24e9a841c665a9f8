using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>The wire format of one exchange: paths, bodies, errors, headers.</summary>
internal interface IVenueWire
{
    string Code { get; }

    /// <summary>Parses a request; the path is relative to the venue's base address.</summary>
    VenueCall Read(string path, IQueryCollection query);

    byte[] WriteBook(SimulatedBook book, int depth);

    byte[] WriteListing(IReadOnlyList<SimulatedMarket> markets, DateTimeOffset now);

    Reply UnknownProduct { get; }

    Reply UnknownCall { get; }

    /// <summary>The venue's error body for a status.</summary>
    Reply Error(int status, DateTimeOffset now, int? retryAfterSeconds);

    /// <summary>Headers of every answer.</summary>
    /// <param name="usedWeight">Weight used in the current minute.</param>
    IReadOnlyDictionary<string, string> HeadersFor(int usedWeight);
}
