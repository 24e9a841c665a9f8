namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A book that was imported, as it lies in the archive.</summary>
/// <param name="Path">date/exchange/symbol/run.json, as it was sent.</param>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot that the book is of, UTC.</param>
/// <param name="ReceivedAt">[UTC] The book's time, UTC.</param>
/// <param name="TimeSource">Where that time is from. payload: the venue's own time; file: the file's last modification on the day of its path; date: midnight UTC of that day, for want of a better one; received: the same bytes were pulled here.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
/// <param name="ArchiveKey">Where it lies in the archive.</param>
/// <param name="IsNew">Whether it was not there before.</param>
public sealed record ImportView(
    string Path, string Market, DateTimeOffset Slot, DateTimeOffset ReceivedAt, string TimeSource, string Sha256, string ArchiveKey, bool IsNew);
