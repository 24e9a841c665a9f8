namespace OrderBookSilo.Client.Answers;

/// <summary>A dumped book that lies in the archive now.</summary>
internal sealed record ImportedFile(string Path, string Market, DateTimeOffset Slot, string TimeSource, bool IsNew);

/// <summary>Days of which there is something in the archive.</summary>
internal sealed record ArchiveDays(IReadOnlyList<ArchiveDay> Days, string? ContinueAfter);

internal sealed record ArchiveDay(string Market, string Date, string Folder, int Slots, int Objects, long StoredBytes, string Fingerprint);

/// <summary>A line of a day's books: one of the three.</summary>
internal sealed record ArchiveBooksLine(ArchivedBook? Book, ArchiveFinding? Finding, ArchiveBooksEnd? End);

internal sealed record ArchiveBooksEnd(int Books, int Findings);

/// <summary>The book of a slot; prices in quote per base, quantities in base, as decimal text.</summary>
internal sealed record ArchivedBook(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    string TimeSource,
    DateTimeOffset? VenueTime,
    long? Sequence,
    bool BidsComplete,
    bool AsksComplete,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks);

internal sealed record ArchiveFinding(string Kind, string ArchiveKey, string Message)
{
    /// <summary>What lies in the archive and is not ours takes nothing away from what is.</summary>
    public bool IsForeign => Kind == "foreign";
}

/// <summary>A line of a scan: one of the three.</summary>
internal sealed record ArchiveScanLine(ArchiveFinding? Finding, ArchiveProgress? Progress, ArchiveTotal? Total);

internal sealed record ArchiveProgress(long Objects, long StoredBytes);

internal sealed record ArchiveTotal(
    long Objects, long StoredBytes, IReadOnlyList<ArchiveFindingCount> Findings, IReadOnlyList<ArchivePart> Venues, IReadOnlyList<ArchivePart> Markets);

internal sealed record ArchiveFindingCount(string Kind, long Count);

internal sealed record ArchivePart(
    string Name, long Objects, long StoredBytes, long? RawBytes, DateTimeOffset? FirstSlot, DateTimeOffset? LastSlot, long StoredBytesPerDay);
