using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>Which objects of the archive are looked at.</summary>
/// <param name="From">Start of the first slot; null for all.</param>
/// <param name="To">End of the slots, not included; null for all.</param>
/// <param name="Markets">Empty for all, and then foreign objects are met, too.</param>
public sealed record ScanRequest(DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<Market> Markets)
{
    public static readonly ScanRequest Everything = new(null, null, []);

    internal bool Contains(ArchiveEntry entry) =>
        entry.IsForeign ? From is null && To is null : (From is null || entry.SlotStart >= From) && (To is null || entry.SlotStart < To);
}

/// <summary>One object that was looked at.</summary>
/// <param name="BodyBytes">Of the body, inflated; null when it was not looked into, or in vain.</param>
/// <param name="Finding">What is wrong with it; null when nothing is.</param>
public sealed record ScannedObject(ArchiveEntry Entry, long? BodyBytes, ArchiveFinding? Finding);

/// <summary>
/// Goes through the archive object by object, in order of the key and with a few of them in memory. Every method throws
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class ArchiveScan(IArchive archive, PullActivity pulls)
{
    /// <summary>Objects that are read at once.</summary>
    private const int ReadsAtOnce = 2;

    /// <summary>Sizes that are asked for at once: each is a short answer.</summary>
    private const int LooksAtOnce = 16;

    /// <summary>A range of more days than this is found by listing its markets whole.</summary>
    private const int DaysListedMax = 400;

    /// <summary>Reads every object: its metadata are there, its bytes match their hash, its key is that of its contents.</summary>
    public IAsyncEnumerable<ScannedObject> VerifyAsync(ScanRequest request, CancellationToken cancel) =>
        AheadAsync(request, ReadsAtOnce, entry => Task.Run(() => VerifyAsync(entry, cancel), cancel), cancel);

    /// <summary>Only lists the objects, with the size of their bodies where that is asked for.</summary>
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
