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

    internal bool Contains(ArchiveEntry entry) => entry.IsForeign ? From is null && To is null : Contains(entry.SlotStart);

    internal bool Contains(DateTimeOffset slotStart) => (From is null || slotStart >= From) && (To is null || slotStart < To);
}

/// <summary>One scanned object.</summary>
/// <param name="BodyBytes">Size of the decompressed body; null when it was not read or could not be.</param>
/// <param name="Finding">What is wrong with it; null when nothing is.</param>
public sealed record ScannedObject(ArchiveEntry Entry, long? BodyBytes, ArchiveFinding? Finding)
{
    /// <summary>Whether the archive lists it; false for an object that only facts refer to.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>
    /// Whether nobody can tell if all of its metadata and stored bytes are those that were written, because an older version
    /// recorded no hash of them. Its body and what the facts say about it are sound nevertheless.
    /// </summary>
    public bool IsUnproved { get; init; }
}

/// <summary>
/// Scans the archive object by object in key order, holding only a few objects in memory. Every method throws
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class ArchiveScan(IArchive archive, IArchiveFacts facts, IMarketReader markets, PullActivity pulls)
{
    /// <summary>Number of objects read concurrently.</summary>
    private const int ReadsAtOnce = 2;

    /// <summary>Number of body sizes requested concurrently; each is a small response.</summary>
    private const int LooksAtOnce = 16;

    /// <summary>For a range longer than this, each market is listed as a whole.</summary>
    private const int DaysListedMax = 400;

    /// <summary>
    /// Reads every object and checks that its metadata is present, its bytes match their hash, its key matches its contents, and
    /// the facts say the same about it; then reports every object that facts refer to and that is not there.
    /// </summary>
    public async IAsyncEnumerable<ScannedObject> VerifyAsync(ScanRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var known = request.Markets.Count > 0 ? request.Markets : [.. (await markets.ListMarketsAsync(cancel)).Select(record => record.Market)];
        var items = new ScanList(EntriesAsync(request, cancel), facts, request).ReadAsync(known, cancel);
        await foreach (var scanned in AheadAsync(items, ReadsAtOnce, item => Task.Run(() => VerifyAsync(item, cancel), cancel)))
        {
            // An object that the facts refer to may have been written after its day was listed.
            if (scanned.IsListed || scanned.Finding is not null)
            {
                yield return scanned;
            }
        }
    }

    /// <summary>Lists the objects without reading them, with the size of their bodies if requested.</summary>
    public IAsyncEnumerable<ScannedObject> ListAsync(ScanRequest request, bool withBodyBytes, CancellationToken cancel) =>
        AheadAsync(EntriesAsync(request, cancel), LooksAtOnce, async entry =>
        {
            var bytes = withBodyBytes && !entry.IsForeign ? await archive.ReadBodyBytesAsync(entry.Key, cancel) : null;
            return new ScannedObject(entry, bytes, entry.IsForeign ? ArchiveFinding.Foreign(entry.Key) : null);
        });

    private async Task<ScannedObject> VerifyAsync(ScanItem item, CancellationToken cancel)
    {
        var entry = item.Entry;
        if (entry.Market is not { } market)
        {
            return new(entry, null, ArchiveFinding.Foreign(entry.Key));
        }

        await pulls.GiveWayAsync(cancel);
        var (archived, finding) = await archive.TryReadAsync(market, entry.SlotStart, entry.Key, buffer: null, cancel);
        return new(entry, archived?.Capture.Body.Length, archived is null ? finding : FindMisplaced(entry, archived.Capture) ?? FindChanged(archived, item.Named))
        {
            IsListed = item.IsListed,
            IsUnproved = archived is { IsAsWritten: null },
        };
    }

    private static ArchiveFinding? FindChanged(ArchivedCapture archived, IReadOnlyList<NamedCapture> named)
    {
        var (capture, key) = (archived.Capture, archived.Key);
        return archived.IsAsWritten == false
            ? new(ArchiveFindingKind.Damaged, key, "its stored bytes are not those that were written, though the body is whole")
            : named.Where(fact => !IsSame(fact, capture)).Select(fact => new ArchiveFinding(
                ArchiveFindingKind.Damaged,
                key,
                $"it was received at {capture.ReceivedAt.UtcDateTime:O} with SHA-256 {capture.Sha256}, the facts say {fact.ReceivedAt.UtcDateTime:O} and {fact.Sha256}"))
            .FirstOrDefault();
    }

    private static bool IsSame(NamedCapture fact, Capture capture) =>
        fact.Sha256 == capture.Sha256 && IsSame(fact.ReceivedAt, capture.ReceivedAt) && IsSame(fact.RequestedAt, capture.RequestedAt);

    // The database keeps microseconds.
    private static bool IsSame(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() < TimeSpan.FromMicroseconds(1);

    private static ArchiveFinding? FindMisplaced(ArchiveEntry entry, Capture capture) => capture.Slot.Start == entry.SlotStart
        ? null
        : new(ArchiveFindingKind.Misplaced, entry.Key, $"it was received at {capture.ReceivedAt.UtcDateTime:O}, which is not in its slot");

    private static async IAsyncEnumerable<ScannedObject> AheadAsync<T>(IAsyncEnumerable<T> items, int atOnce, Func<T, Task<ScannedObject>> look)
    {
        var ahead = new Queue<Task<ScannedObject>>();
        try
        {
            await foreach (var item in items)
            {
                ahead.Enqueue(look(item));
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
