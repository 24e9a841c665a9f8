using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// The archive that belongs to the warehouse: until its marker has the identity that the warehouse recorded, it is unavailable,
/// so that an unmounted disk or another bucket is never taken for an empty archive. A new warehouse adopts the archive it
/// finds, and a new archive gets its marker.
/// </summary>
public sealed class IdentifiedArchive(IArchive archive, IArchiveLedger ledger, TimeProvider time, Random random) : IArchive
{
    /// <summary>Number of the latest objects of which one must exist in an archive without recorded identity.</summary>
    private const int KnownObjects = 10;

    private const int IdBytes = 16;

    private readonly SemaphoreSlim oneAtATime = new(1);
    private volatile string? recorded;
    private volatile bool isIdentified;

    /// <summary>
    /// Checks the marker again, and that the archive accepts writes and never overwrites: adding the marker once more must
    /// fail because it exists. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task ProveAsync(CancellationToken cancel)
    {
        await IdentifyAsync(again: true, cancel);
        if (await archive.TryAddMarkerAsync(recorded!, cancel))
        {
            throw Refused("it does not honour conditional puts: it replaced an existing object in spite of the header If-None-Match: *", isUnsupported: true);
        }
    }

    public async Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel)
    {
        await IdentifyAsync(again: false, cancel);
        return await archive.StoreAsync(capture, cancel);
    }

    public async Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel)
    {
        await IdentifyAsync(again: false, cancel);
        return await archive.ReadAsync(key, slotLength, buffer, cancel);
    }

    public async Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel)
    {
        await IdentifyAsync(again: false, cancel);
        return await archive.ReadBodyBytesAsync(key, cancel);
    }

    public async Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel)
    {
        await IdentifyAsync(again: false, cancel);
        return await archive.ListAsync(market, slot, cancel);
    }

    public async IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancel)
    {
        await IdentifyAsync(again: false, cancel);
        await foreach (var entry in archive.ListAsync(place, cancel))
        {
            yield return entry;
        }
    }

    public Task<string?> ReadMarkerAsync(CancellationToken cancel) => archive.ReadMarkerAsync(cancel);

    public Task<bool> TryAddMarkerAsync(string archiveId, CancellationToken cancel) => archive.TryAddMarkerAsync(archiveId, cancel);

    private async Task IdentifyAsync(bool again, CancellationToken cancel)
    {
        if (isIdentified && !again)
        {
            return;
        }

        await oneAtATime.WaitAsync(cancel);
        try
        {
            var found = await archive.ReadMarkerAsync(cancel);
            recorded ??= await ledger.FindArchiveIdAsync(cancel) ?? await AdoptAsync(found, cancel);
            isIdentified = found is null ? await archive.ReadMarkerAsync(cancel) == recorded : found == recorded;
            if (!isIdentified)
            {
                throw Refused(Difference(found));
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    // An archive of an older version has no marker, but the objects that the facts name.
    private async Task<string> AdoptAsync(string? found, CancellationToken cancel)
    {
        var known = await ledger.ReadLatestArchiveKeysAsync(KnownObjects, cancel);
        if (known.Count > 0 && !await HoldsAnyAsync(known, cancel))
        {
            throw Refused($"it has none of the latest {known.Count} objects that the database names, such as {known[0]}: is its disk mounted, is it the right bucket?");
        }

        var id = found ?? NewId();
        if (found is null && !await archive.TryAddMarkerAsync(id, cancel))
        {
            id = await archive.ReadMarkerAsync(cancel) ?? id;
        }

        return await ledger.RecordArchiveIdAsync(id, time.GetUtcNow(), cancel);
    }

    private async Task<bool> HoldsAnyAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (var key in keys)
        {
            if (await archive.ReadBodyBytesAsync(key, cancel) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private string NewId()
    {
        var bytes = new byte[IdBytes];
        random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private string Difference(string? found) => found is null
        ? $"its marker {ArchiveMarker.Key} is missing; this database belongs to archive {recorded}: is its disk mounted, is it the right bucket, was the marker copied?"
        : $"it is archive {found}, but this database belongs to archive {recorded}: is it the right disk or bucket?";

    private static StoreUnavailableException Refused(string reason, bool isUnsupported = false) =>
        new("archive", new InvalidDataException(reason)) { IsRefusal = true, IsUnsupported = isUnsupported };
}
