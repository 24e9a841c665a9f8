using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>
/// Copies an archive into another one under the same keys, including the stored times. Existing objects are kept, so it may run
/// while silos write, and may be repeated. The marker is copied last, so that a part of a copy is not taken for the archive.
/// </summary>
public static class ArchiveCopy
{
    private const int CopiesAtOnce = 8;

    /// <summary>
    /// Calls <paramref name="onDamaged"/> with a sentence for each object that cannot be copied; throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    /// <returns>The number of objects that the other archive now has.</returns>
    public static async Task<int> RunAsync(IArchive from, IArchive to, Action<string> onDamaged, CancellationToken cancel)
    {
        var copied = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = CopiesAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(from.ListAsync(ArchivePlace.Everything, cancel), options, async (entry, token) =>
        {
            try
            {
                if (entry.IsForeign || await from.ReadAsync(entry.Key, slotLength: null, token).ConfigureAwait(false) is not { } source)
                {
                    return;
                }

                await to.StoreAsync(source.Capture, token).ConfigureAwait(false);
                Interlocked.Increment(ref copied);
            }
            catch (InvalidDataException damage)
            {
                onDamaged(damage.Message);
            }
        }).ConfigureAwait(false);
        if (await from.ReadMarkerAsync(cancel).ConfigureAwait(false) is { } marker)
        {
            await to.TryAddMarkerAsync(marker, cancel).ConfigureAwait(false);
        }

        return copied;
    }
}
