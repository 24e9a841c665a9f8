using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>Selects the archived objects to scan.</summary>
/// <param name="From">Start of the first slot; null for all.</param>
/// <param name="To">Exclusive end of the slots; null for all.</param>
/// <param name="Markets">Empty for all markets, in which case foreign objects are reported too.</param>
public sealed record ScanRequest(DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<Market> Markets)
{
    public static readonly ScanRequest Everything = new(null, null, []);

    internal bool Contains(ArchiveEntry entry) =>
        entry.IsForeign ? From is null && To is null : (From is null || entry.SlotStart >= From) && (To is null || entry.SlotStart < To);
}

/// <summary>One scanned object.</summary>
/// <param name="BodyBytes">Size of the decompressed body; null when it was not read or could not be.</param>
/// <param name="Finding">What is wrong with it; null when nothing is.</param>
public sealed record ScannedObject(ArchiveEntry Entry, long? BodyBytes, ArchiveFinding? Finding);

/// <summary>
/// Scans the archive object by object in key order, holding only a few objects in memory. Every method throws
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class ArchiveScan(IArchive archive, PullActivity pulls)
{
    /// <summary>Number of objects read concurrently.</summary>
    private const int ReadsAtOnce = 2;

    /// <summary>Number of body sizes requested concurrently; each is a small response.</summary>
    private const int LooksAtOnce = 16;

    /// <summary>For a range longer than this, each market is listed as a whole.</summary>
    private const int DaysListedMax = 400;

    /// <summary>
    /// Reads every object and checks that its metadata is present, its bytes match their hash and its key matches its contents.
    /// </summary>
    public IAsyncEnumerable<ScannedObject> VerifyAsync(ScanRequest request, CancellationToken cancel) =>
        AheadAsync(request, ReadsAtOnce, entry => Task.Run(() => VerifyAsync(entry, cancel), cancel), cancel);

    /// <summary>Lists the objects without reading them, with the size of their bodies if requested.</summary>
    public IAsyncEnumerable<ScannedObject> ListAsync(ScanRequest request, bool withBodyBytes, CancellationToken cancel) =>
        AheadAsync(request, LooksAtOnce, async entry =>
        {
            var bytes = withBodyBytes && !entry.IsForeign ? await archive.ReadBodyBytesAsync(entry.Key, cancel) : null;
            return new ScannedObject(entry, bytes, entry.IsForeign ? ArchiveFinding.Foreign(entry.Key) : null);
        }, cancel);

    private async Task<ScannedObject> VerifyAsync(ArchiveEntry entry, CancellationToken cancel)
    {
        if (entry.Market is not { } market)
        {
            return new(entry, null, ArchiveFinding.Foreign(entry.Key));
        }

        await pulls.GiveWayAsync(cancel);
        var (archived, finding) = await archive.TryReadAsync(market, entry.SlotStart, entry.Key, buffer: null, cancel);
        return new(entry, archived?.Capture.Body.Length, archived is null ? finding : FindMisplaced(entry, archived.Capture));
    }

    private static ArchiveFinding? FindMisplaced(ArchiveEntry entry, Capture capture) => capture.Slot.Start == entry.SlotStart
        ? null
        : new(ArchiveFindingKind.Misplaced, entry.Key, $"it was received at {capture.ReceivedAt.UtcDateTime:O}, which is not in its slot");

    private async IAsyncEnumerable<ScannedObject> AheadAsync(
        ScanRequest request, int atOnce, Func<ArchiveEntry, Task<ScannedObject>> look, [EnumeratorCancellation] CancellationToken cancel)
    {
        var ahead = new Queue<Task<ScannedObject>>();
        try
        {
            await foreach (var entry in EntriesAsync(request, cancel))
            {
                ahead.Enqueue(look(entry));
                if (ahead.Count == atOnce)
                {
                    yield return await ahead.Dequeue();
                }
            }

            while (ahead.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async IAsyncEnumerable<ArchiveEntry> EntriesAsync(ScanRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var place in Places(request))
        {
            await foreach (var entry in archive.ListAsync(place, cancel))
            {
                if (request.Contains(entry))
                {
                    yield return entry;
                }
            }
        }
    }

    private static IEnumerable<ArchivePlace> Places(ScanRequest request)
    {
        if (request.Markets.Count == 0)
        {
            return [ArchivePlace.Everything];
        }

        if (request is not { From: { } from, To: { } to } || (to - from).TotalDays > DaysListedMax)
        {
            return request.Markets.Select(market => ArchivePlace.Of(market));
        }

        var days = Days.Of(from, to).ToList();
        return request.Markets.SelectMany(market => days.Select(day => ArchivePlace.Of(market, day)));
    }
}
