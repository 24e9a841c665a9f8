namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One line of a scan of the archive: one of its fields, the others null.</summary>
/// <param name="Finding">Something wrong with one object.</param>
/// <param name="Progress">How far the scan is; about once a second.</param>
/// <param name="Total">What was met in all; an answer without it broke off.</param>
public sealed record ArchiveScanLine(ArchiveFindingView? Finding, ArchiveProgressView? Progress, ArchiveTotalView? Total);

/// <summary>How far a scan of the archive is.</summary>
/// <param name="Objects">Number of objects so far.</param>
/// <param name="StoredBytes">Their size, gzip'd.</param>
/// <param name="ArchiveKey">The last of them; they come in order of the key.</param>
public sealed record ArchiveProgressView(long Objects, long StoredBytes, string ArchiveKey);

/// <summary>What a scan of the archive met.</summary>
/// <param name="Objects">Number of objects, foreign ones included.</param>
/// <param name="StoredBytes">Their size, gzip'd, without metadata.</param>
/// <param name="Findings">How often each kind of finding was met; empty when nothing is wrong.</param>
/// <param name="Venues">The same by venue.</param>
/// <param name="Markets">The same by market.</param>
public sealed record ArchiveTotalView(
    long Objects,
    long StoredBytes,
    IReadOnlyList<ArchiveFindingCount> Findings,
    IReadOnlyList<ArchivePartView> Venues,
    IReadOnlyList<ArchivePartView> Markets);

/// <summary>How often a kind of finding was met.</summary>
/// <param name="Kind">foreign, damaged, misplaced, missing or unreadable.</param>
/// <param name="Count">Number of objects.</param>
public sealed record ArchiveFindingCount(string Kind, long Count);

/// <summary>What a venue or a market has in the archive.</summary>
/// <param name="Name">The venue's code, or venue:product.</param>
/// <param name="Objects">Number of objects.</param>
/// <param name="StoredBytes">Their size, gzip'd, without metadata.</param>
/// <param name="RawBytes">Size of the bodies as the venue sent them; null when it was not asked for, or one of them is not known.</param>
/// <param name="FirstSlot">[UTC] Start of the oldest slot, UTC.</param>
/// <param name="LastSlot">[UTC] Start of the latest slot, UTC.</param>
/// <param name="StoredBytesPerDay">Stored bytes of the slots of the last seven days, by the days of it since the first slot, one at least.</param>
public sealed record ArchivePartView(
    string Name, long Objects, long StoredBytes, long? RawBytes, DateTimeOffset? FirstSlot, DateTimeOffset? LastSlot, long StoredBytesPerDay);
