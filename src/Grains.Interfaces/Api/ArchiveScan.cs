namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One line of a scan of the archive; exactly one of the fields is set.</summary>
/// <param name="Finding">A problem with one object.</param>
/// <param name="Progress">Progress of the scan, about once a second.</param>
/// <param name="Total">Totals of the whole scan; an answer without it is incomplete.</param>
public sealed record ArchiveScanLine(ArchiveFindingView? Finding, ArchiveProgressView? Progress, ArchiveTotalView? Total);

/// <summary>Progress of a scan of the archive.</summary>
/// <param name="Objects">Number of objects so far.</param>
/// <param name="StoredBytes">Their size, compressed with gzip.</param>
/// <param name="ArchiveKey">The last object so far; objects come in order of their keys.</param>
public sealed record ArchiveProgressView(long Objects, long StoredBytes, string ArchiveKey);

/// <summary>Totals of a scan of the archive.</summary>
/// <param name="Objects">Number of objects, foreign ones included.</param>
/// <param name="StoredBytes">Their size, compressed with gzip, without metadata.</param>
/// <param name="Unproved">Number of objects of an older version, which recorded no hash of all metadata and of the stored bytes: their body and what the facts say about them are sound, whether anything else was changed is unknown. 0 unless the objects were read.</param>
/// <param name="Findings">Number of findings by kind; empty when nothing is wrong.</param>
/// <param name="Venues">Totals by venue.</param>
/// <param name="Markets">Totals by market.</param>
public sealed record ArchiveTotalView(
    long Objects,
    long StoredBytes,
    long Unproved,
    IReadOnlyList<ArchiveFindingCount> Findings,
    IReadOnlyList<ArchivePartView> Venues,
    IReadOnlyList<ArchivePartView> Markets);

/// <summary>The number of findings of one kind.</summary>
/// <param name="Kind">foreign, damaged, misplaced, missing or unreadable.</param>
/// <param name="Count">Number of objects.</param>
public sealed record ArchiveFindingCount(string Kind, long Count);

/// <summary>What a venue or a market has in the archive.</summary>
/// <param name="Name">The venue's code, or venue:product.</param>
/// <param name="Objects">Number of objects.</param>
/// <param name="StoredBytes">Their size, compressed with gzip, without metadata.</param>
/// <param name="RawBytes">Size of the bodies as the venue sent them; null when it was not requested, or is unknown for one of them.</param>
/// <param name="FirstSlot">[UTC] Start of the oldest slot, UTC.</param>
/// <param name="LastSlot">[UTC] Start of the latest slot, UTC.</param>
/// <param name="StoredBytesPerDay">Stored bytes of the slots of the last seven days, divided by the days of that time since the first slot, at least one.</param>
public sealed record ArchivePartView(
    string Name, long Objects, long StoredBytes, long? RawBytes, DateTimeOffset? FirstSlot, DateTimeOffset? LastSlot, long StoredBytesPerDay);
