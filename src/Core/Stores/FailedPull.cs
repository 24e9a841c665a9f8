using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>An attempt that ended without a book.</summary>
/// <param name="ArchiveKey">Where its bytes lie, when a complete 2xx body came; null otherwise.</param>
/// <param name="BodyHead">The first <see cref="BodyHeadBytesMax"/> bytes of an answer that is not archived, as text.</param>
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
}
