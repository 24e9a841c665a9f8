using System.Collections.Concurrent;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Replays;

/// <summary>A slot's capture and its parsed book.</summary>
internal sealed record ReadBook(ArchivedCapture Archived, OrderBook Book);

/// <summary>Reads the capture of a slot's book: the one that its facts refer to, otherwise the earliest that is a valid book.</summary>
internal sealed class ReplayReader(IArchive archive, IReadOnlyDictionary<string, IVenue> venues)
{
    private readonly ConcurrentQueue<ReplayFinding> findings = new();

    public IEnumerable<ReplayFinding> Findings => findings;

    /// <summary>The book of a slot, or null when there is none; unusable objects are added to the findings.</summary>
    /// <param name="buffer">Memory that may hold its body.</param>
    public async Task<ReadBook?> ReadAsync(MarketEvidence evidence, RentedBytes buffer, CancellationToken cancel)
    {
        if (evidence.Named is { } named)
        {
            return await ReadNamedAsync(named, buffer, cancel);
        }

        ReadBook? earliest = null;
        foreach (var key in evidence.Keys)
        {
            // The earliest book so far must outlive the reading of the next one.
            if (await TryReadAsync(evidence.Market, evidence.SlotStart, key, evidence.Keys.Count == 1 ? buffer : null, cancel) is { } archived
                && (earliest is null || archived.Capture.ReceivedAt < earliest.Archived.Capture.ReceivedAt)
                && TryParse(archived, out _) is { } read)
            {
                earliest = read;
            }
        }

        return earliest;
    }

    /// <summary>The book that the facts refer to, or null.</summary>
    public async Task<ReadBook?> ReadNamedAsync(ReplayBook named, RentedBytes buffer, CancellationToken cancel)
    {
        var archived = await TryReadAsync(named.Market, named.SlotStart, named.ArchiveKey, buffer, cancel);
        if (archived is null)
        {
            return null;
        }

        if (archived.Capture.Sha256 != named.Sha256)
        {
            AddFinding(ReplayFindingKind.DamagedObject, named.Market, named.SlotStart, named.ArchiveKey, $"its bytes have SHA-256 {archived.Capture.Sha256}, the facts say {named.Sha256}");
            return null;
        }

        if (TryParse(archived, out var defect) is { } read)
        {
            return read;
        }

        AddFinding(ReplayFindingKind.Unreadable, named.Market, named.SlotStart, named.ArchiveKey, $"{defect!.Kind.Text()}: {defect.Message}");
        return null;
    }

    private async Task<ArchivedCapture?> TryReadAsync(Market market, DateTimeOffset slotStart, string key, RentedBytes? buffer, CancellationToken cancel)
    {
        var (archived, finding) = await archive.TryReadAsync(market, slotStart, key, buffer, cancel);
        if (archived is not null && archived.Capture.Slot.Start == slotStart)
        {
            return archived;
        }

        AddFinding(
            finding?.Kind == ArchiveFindingKind.Missing ? ReplayFindingKind.MissingObject : ReplayFindingKind.DamagedObject,
            market,
            slotStart,
            key,
            finding?.Message ?? $"it was received at {archived!.Capture.ReceivedAt.UtcDateTime:O}, which is not in its slot");
        return null;
    }

    private ReadBook? TryParse(ArchivedCapture archived, out PullFailure? defect)
    {
        var capture = archived.Capture;
        return venues[capture.Market.Venue].ParseBook(capture.Body.Span).TryGet(out var book, out defect) ? new ReadBook(archived, book) : null;
    }

    /// <summary>Records the failure that prevented the facts of a market's slot from being computed.</summary>
    public void AddFinding(Market market, DateTimeOffset slotStart, string place, Exception failure) =>
        AddFinding(ReplayFindingKind.Unreadable, market, slotStart, place, $"no facts could be computed from it: {failure.Message}");

    private void AddFinding(ReplayFindingKind kind, Market market, DateTimeOffset slotStart, string key, string message) =>
        findings.Enqueue(ReplayFinding.OfObject(kind, market, slotStart, key, message));
}
