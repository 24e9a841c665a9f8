namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>Days with objects in the archive, in order of market and date.</summary>
/// <param name="Days">The days.</param>
/// <param name="ContinueAfter">Value of after= for the next part; null when this was the last.</param>
public sealed record ArchiveDaysView(IReadOnlyList<ArchiveDayView> Days, string? ContinueAfter);

/// <summary>What the archive holds of one market's slots that start on one UTC day.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Date">The day, such as 2026-11-22.</param>
/// <param name="Folder">Folder names in a partitioned export: venue=…/product=…/date=…, the product percent-encoded.</param>
/// <param name="Slots">Number of slots with a capture or a book.</param>
/// <param name="Objects">Number of objects in the archive.</param>
/// <param name="StoredBytes">Size of the objects, compressed with gzip.</param>
/// <param name="Fingerprint">Hex digits that change when an object is added, or when facts name another one.</param>
public sealed record ArchiveDayView(string Market, string Date, string Folder, int Slots, int Objects, long StoredBytes, string Fingerprint);

/// <summary>One line of a day's books; exactly one of the fields is set.</summary>
/// <param name="Book">The book of a slot.</param>
/// <param name="Finding">An object that could not be used.</param>
/// <param name="End">Marks that everything was read; an answer without it is incomplete.</param>
public sealed record ArchiveBooksLine(ArchivedBookView? Book, ArchiveFindingView? Finding, ArchiveBooksEnd? End);

/// <summary>The end of a day's books.</summary>
/// <param name="Books">Number of books.</param>
/// <param name="Findings">Number of objects that could not be used.</param>
public sealed record ArchiveBooksEnd(int Books, int Findings);

/// <summary>An archived book of a slot: numbers as decimal text.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Slot">[UTC] Start of the slot, UTC.</param>
/// <param name="ReceivedAt">[UTC] When the venue's answer was complete, UTC.</param>
/// <param name="TimeSource">Origin of receivedAt: received, or for an imported book payload, file or date; see fact_book.time_source.</param>
/// <param name="VenueTime">[UTC] The venue's own time of the book, UTC; null where it gives none.</param>
/// <param name="Sequence">The venue's own number of this state of the book; null where it gives none.</param>
/// <param name="BidsComplete">Whether the venue promises that these are all bids; false: not known.</param>
/// <param name="AsksComplete">Whether the venue promises that these are all asks; false: not known.</param>
/// <param name="Sha256">SHA-256 of the archived body, lower-case hex.</param>
/// <param name="Bids">Every bid, best first.</param>
/// <param name="Asks">Every ask, best first.</param>
public sealed record ArchivedBookView(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    string TimeSource,
    DateTimeOffset? VenueTime,
    long? Sequence,
    bool BidsComplete,
    bool AsksComplete,
    string Sha256,
    IReadOnlyList<LevelView> Bids,
    IReadOnlyList<LevelView> Asks);

/// <summary>A problem with one object of the archive.</summary>
/// <param name="Kind">foreign: its key is none of ours; damaged: it cannot be decompressed, its bytes do not match its hash, its metadata are missing, changed or belong to another object, its hash or times are not those that the facts say, or it cannot be read although the archive answers; misplaced: its time is not in the slot of its key; missing: it was listed or facts name it, but it is not there; unreadable: facts were made of it, but it no longer parses as a book.</param>
/// <param name="ArchiveKey">Key of the object in the archive.</param>
/// <param name="Message">Details of the problem.</param>
public sealed record ArchiveFindingView(string Kind, string ArchiveKey, string Message);
