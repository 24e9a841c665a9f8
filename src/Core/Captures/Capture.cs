using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Captures;

/// <summary>The raw bytes of one successful pull with its times: the seam between the network and pure functions.</summary>
/// <param name="Slot">The slot that contains <paramref name="ReceivedAt"/>.</param>
/// <param name="Body">The venue's body byte for byte, after content-decoding.</param>
/// <param name="Sha256">Lower-case hex of the SHA-256 of the body.</param>
/// <param name="Url">What was asked, without credentials.</param>
/// <param name="AdapterVersion">Version of the venue's adapter that built the request.</param>
public sealed record Capture(
    Market Market,
    Slot Slot,
    ReadOnlyMemory<byte> Body,
    string Sha256,
    DateTimeOffset RequestedAt,
    DateTimeOffset ReceivedAt,
    string Url,
    int HttpStatus,
    int AdapterVersion)
{
    /// <summary>Where <see cref="ReceivedAt"/> is from; anything but <see cref="TimeSource.Received"/> is a capture that was imported.</summary>
    public TimeSource TimeSource { get; init; }
}

/// <summary>Where the time of a capture is from, best first.</summary>
public enum TimeSource
{
    /// <summary>Our own clock when the answer was complete.</summary>
    Received,

    /// <summary>The venue's own time in the payload.</summary>
    Payload,

    /// <summary>When the file was last modified, on the day that its path names.</summary>
    File,

    /// <summary>Midnight UTC of the day that the file's path names: no better time was known.</summary>
    Date,
}
