using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>An attempt that ended without a book.</summary>
/// <param name="ArchiveKey">Archive key of its bytes when a complete 2xx body was received; null otherwise.</param>
/// <param name="BodyHead">The first <see cref="BodyHeadBytesMax"/> bytes of a response that is not archived, as text.</param>
public sealed record FailedPull(
    Market Market,
    Slot Slot,
    DateTimeOffset RequestedAt,
    DateTimeOffset EndedAt,
    PullFailure Failure,
    string? Sha256 = null,
    string? ArchiveKey = null,
    string? BodyHead = null)
{
    public const int BodyHeadBytesMax = 1024;

    /// <summary>An attempt whose request failed.</summary>
    public static FailedPull Of(
        Market market, TimeSpan slotLength, Fetched<Capture> fetched, PullFailure failure, DateTimeOffset endedAt) =>
        new(market, Slot.Containing(fetched.RequestedAt, slotLength), fetched.RequestedAt, endedAt, failure, BodyHead: fetched.BodyHead);

    /// <summary>An attempt whose capture is not a valid book.</summary>
    /// <param name="archiveKey">Null while the capture is not archived.</param>
    public static FailedPull Of(Capture capture, string? archiveKey, PullFailure defect) =>
        new(capture.Market, capture.Slot, capture.RequestedAt, capture.ReceivedAt, defect, capture.Sha256, archiveKey);
}
