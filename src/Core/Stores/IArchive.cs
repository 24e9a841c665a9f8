using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>The store of captures: objects appear whole, are never overwritten, and may be asked for by market and slot.</summary>
public interface IArchive
{
    /// <summary>
    /// Stores a capture and returns its key with the capture as stored: when the same body is there already, its stored
    /// times are the capture's. Throws <see cref="StoreUnavailableException"/> when the store cannot be reached.
    /// </summary>
    Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel);

    /// <summary>
    /// Reads one object, or null when there is none; without a slot length it has that which it was stored with. Throws
    /// <see cref="InvalidDataException"/> when its bytes do not match its hash or cannot be had as they are stored now.
    /// </summary>
    /// <param name="buffer">
    /// For who reads many: where the body is put, which then lasts no longer than this does. Where the stored bytes are, by their own
    /// hash, those that the writer made of the body, the body is not hashed once more. Null for memory of its own, and a hash of all of it.
    /// </param>
    Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel);

    /// <summary>Reads one object into memory of its own, and hashes all of it.</summary>
    sealed Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, CancellationToken cancel) => ReadAsync(key, slotLength, buffer: null, cancel);

    /// <summary>
    /// How many bytes the body of an object has, as the object says it, without a look at the rest; null when there is none, or
    /// when it does not say.
    /// </summary>
    Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel);

    /// <summary>Keys of the captures of one slot, in no order.</summary>
    Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel);

    /// <summary>Everything that lies in a part of the archive, foreign objects included, in order of the key; asked for in pages, as they are read.</summary>
    IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, CancellationToken cancel);
}
