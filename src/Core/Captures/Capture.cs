using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Captures;

/// <summary>The raw bytes of one successful pull with its times: the boundary between the network and pure functions.</summary>
/// <param name="Slot">The slot that contains <paramref name="ReceivedAt"/>.</param>
/// <param name="Body">The venue's body byte for byte, after content-decoding.</param>
/// <param name="Sha256">Lower-case hex of the SHA-256 of the body.</param>
/// <param name="Url">The requested URL without credentials.</param>
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
    /// <summary>Source of <see cref="ReceivedAt"/>; anything but <see cref="TimeSource.Received"/> marks an imported capture.</summary>
    public TimeSource TimeSource { get; init; }
}

/// <summary>The source of a capture's time, best first.</summary>
public enum TimeSource
{
    /// <summary>Our own clock when the response was complete.</summary>
    Received,

    /// <summary>The venue's own time in the payload.</summary>
    Payload,

    /// <summary>The file's modification time, which falls on the day in its path.</summary>
    File,

    /// <summary>Midnight UTC of the day in the file's path, when no better time is known.</summary>
    Date,
}
