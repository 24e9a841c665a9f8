using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Spooling;

/// <summary>
/// Numbered entries on this machine's disk: each is there whole or not at all, also after a loss of power. What the bytes
/// mean, and which entry is next, is decided in <see cref="Spool"/>. Every method throws <see cref="StoreUnavailableException"/>
/// when the disk refuses.
/// </summary>
public interface ISpoolFiles
{
    /// <summary>Numbers and sizes of the entries, in order; what a write left unfinished is cleared away.</summary>
    Task<IReadOnlyList<SpoolFile>> ListAsync(CancellationToken cancel);

    /// <summary>The entries that were quarantined; they stay until an operator moves or deletes them.</summary>
    Task<IReadOnlyList<SpoolFile>> ListQuarantinedAsync(CancellationToken cancel);

    /// <summary>
    /// The first of a thousand million numbers in a row that nobody was given before, also not an earlier process, above those of all
    /// entries here; so it stays when this has completed.
    /// </summary>
    Task<long> TakeNumbersAsync(CancellationToken cancel);

    /// <summary>Writes a new entry; it is durable when this has completed.</summary>
    Task AddAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>The bytes of an entry; null when it is gone.</summary>
    Task<byte[]?> ReadAsync(long number, CancellationToken cancel);

    /// <summary>Deletes an entry, if it is there. A loss of power may bring it back.</summary>
    Task RemoveAsync(long number, CancellationToken cancel);

    /// <summary>Puts an entry where it is not looked at again, with the reason beside it.</summary>
    Task QuarantineAsync(long number, string reason, CancellationToken cancel);
}

/// <summary>An entry as the disk knows it.</summary>
public readonly record struct SpoolFile(long Number, long Bytes);
