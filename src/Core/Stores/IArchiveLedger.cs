using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// What the warehouse knows about its archive. Every method throws <see cref="StoreUnavailableException"/> when the database
/// cannot be reached.
/// </summary>
public interface IArchiveLedger
{
    /// <summary>The identity of the archive that the facts were computed from; null when none is recorded.</summary>
    Task<string?> FindArchiveIdAsync(CancellationToken cancel);

    /// <summary>Records the identity unless one is recorded; in either case returns the recorded one.</summary>
    Task<string> RecordArchiveIdAsync(string archiveId, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Keys of the objects of the latest books, newest first.</summary>
    Task<IReadOnlyList<string>> ReadLatestArchiveKeysAsync(int countMax, CancellationToken cancel);
}
