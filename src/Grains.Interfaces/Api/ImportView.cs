namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>An imported book as the archive holds it.</summary>
/// <param name="Path">date/exchange/symbol/run.json, as it was sent.</param>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the book's slot, UTC.</param>
/// <param name="ReceivedAt">[UTC] The book's time, UTC.</param>
/// <param name="TimeSource">Origin of that time. payload: the venue's own time; file: the file's last modification on the day of its path; date: midnight UTC of that day, because nothing better is known; received: the same bytes were pulled here.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
/// <param name="ArchiveKey">Key of the object in the archive.</param>
/// <param name="IsNew">Whether the archive did not have it before.</param>
public sealed record ImportView(
    string Path, string Market, DateTimeOffset Slot, DateTimeOffset ReceivedAt, string TimeSource, string Sha256, string ArchiveKey, bool IsNew);
