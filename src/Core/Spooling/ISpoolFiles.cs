using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Spooling;

/// <summary>
/// Numbered entries on the local disk, written atomically even across a power loss. <see cref="Spool"/> defines the meaning of
/// the bytes and the order of the entries. Every method throws <see cref="StoreUnavailableException"/> on a disk error.
/// </summary>
public interface ISpoolFiles
{
    /// <summary>Numbers and sizes of the entries, in order; remains of unfinished writes are deleted.</summary>
    Task<IReadOnlyList<SpoolFile>> ListAsync(CancellationToken cancel);

    /// <summary>The quarantined entries, which remain until an operator moves or deletes them.</summary>
    Task<IReadOnlyList<SpoolFile>> ListQuarantinedAsync(CancellationToken cancel);

    /// <summary>
    /// Reserves a billion consecutive numbers and returns the first. They were never reserved before, not even by an earlier
    /// process, and are larger than those of all existing entries; the reservation is durable on return.
    /// </summary>
    Task<long> TakeNumbersAsync(CancellationToken cancel);

    /// <summary>Writes a new entry, which is durable on return.</summary>
    Task AddAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>The bytes of an entry; null when it does not exist.</summary>
    Task<byte[]?> ReadAsync(long number, CancellationToken cancel);

    /// <summary>Deletes an entry if it exists. A power loss may bring it back.</summary>
    Task RemoveAsync(long number, CancellationToken cancel);

    /// <summary>Moves an entry to the quarantine, together with the reason.</summary>
    Task QuarantineAsync(long number, string reason, CancellationToken cancel);
}

/// <summary>An entry as stored on disk.</summary>
public readonly record struct SpoolFile(long Number, long Bytes);
