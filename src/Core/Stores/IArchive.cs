using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>The store of captures. Objects appear atomically, are never overwritten, and can be listed by market and slot.</summary>
public interface IArchive
{
    /// <summary>
    /// Stores a capture and returns its key and the capture as stored: when the same body is already stored, the result has the
    /// stored times. Throws <see cref="StoreUnavailableException"/> when the store cannot be reached.
    /// </summary>
    Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel);

    /// <summary>
    /// Reads one object, or null when it does not exist; without a slot length the stored one is used. Throws
    /// <see cref="InvalidDataException"/> when its bytes do not match its hash or cannot be returned as stored.
    /// </summary>
    /// <param name="buffer">
    /// Memory for the body when reading many objects; the capture is then valid only as long as the buffer's contents. If the
    /// stored bytes match the writer's own hash of them, the body itself is not hashed again. Null to allocate memory and
    /// always hash the body.
    /// </param>
    Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel);

    /// <summary>Reads one object into newly allocated memory and hashes its body.</summary>
    sealed Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, CancellationToken cancel) => ReadAsync(key, slotLength, buffer: null, cancel);

    /// <summary>
    /// The size of an object's body according to its metadata, without reading the rest; null when the object does not exist or
    /// does not say.
    /// </summary>
    Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel);

    /// <summary>Keys of the captures of one slot, in no particular order.</summary>
    Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel);

    /// <summary>
    /// Every object in a part of the archive, including foreign ones, in key order; listed page by page as it is consumed.
    /// </summary>
    IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, CancellationToken cancel);

    /// <summary>The text of the archive's marker, its identity; null when it has none.</summary>
    Task<string?> ReadMarkerAsync(CancellationToken cancel);

    /// <summary>
    /// Adds the marker, in the same way and with the same rights as a capture; false when there is one, which stays as it is.
    /// </summary>
    Task<bool> TryAddMarkerAsync(string archiveId, CancellationToken cancel);
}
