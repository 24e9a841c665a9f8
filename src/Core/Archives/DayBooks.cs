using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Archives;

/// <summary>
/// Reads the books of a market one UTC day at a time. A slot's book is the capture that its facts refer to, otherwise the
/// earliest capture that is a valid book. Every method throws <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class DayBooks(IArchive archive, IFactReader warehouse, IReadOnlyDictionary<string, IVenue> venues)
{
    private const int SlotsOfDayMax = 24 * 60;

    /// <summary>Lists the evidence of a day without reading any objects; null when there is none.</summary>
    public async Task<DayEvidence?> FindAsync(Market market, DateOnly day, CancellationToken cancel)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var entries = await archive.ListAsync(ArchivePlace.Of(market, day), cancel).ToListAsync(cancel);
        var facts = await warehouse.ReadHistoryAsync(market, start, start.AddDays(1), SlotsOfDayMax, cancel);
        if (entries.Count + facts.Count == 0)
        {
            return null;
        }

        var keys = entries.Where(entry => !entry.IsForeign).ToLookup(entry => entry.SlotStart, entry => entry.Key);
        var named = facts.ToDictionary(book => book.Slot.Start);
        var slots = keys.Select(slot => slot.Key).Union(named.Keys).Order()
            .Select(slot => new SlotEvidence(slot, named.GetValueOrDefault(slot), [.. keys[slot].Order(StringComparer.Ordinal)]));
        return new DayEvidence(market, day, [.. slots], [.. entries.Where(entry => entry.IsForeign).Select(entry => entry.Key)])
        {
            Objects = entries.Count,
            StoredBytes = entries.Sum(entry => entry.Bytes),
        };
    }

    /// <summary>The day's books one at a time, oldest first, and the captures that could not be used.</summary>
    public async IAsyncEnumerable<DayItem> ReadAsync(DayEvidence day, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var key in day.Foreign)
        {
            yield return new DayItem(ArchiveFinding.Foreign(key));
        }

        foreach (var slot in day.Slots)
        {
            var findings = new List<ArchiveFinding>();
            var read = slot.Named is { } named
                ? await ReadNamedAsync(slot, named, findings, cancel)
                : await ReadEarliestAsync(slot, day.Market, findings, cancel);
            foreach (var finding in findings)
            {
                yield return new DayItem(finding);
            }

            if (read is not null)
            {
                yield return read;
            }
        }
    }

    private async Task<DayItem?> ReadNamedAsync(SlotEvidence slot, BookRecord named, List<ArchiveFinding> findings, CancellationToken cancel)
    {
        if (await TryReadAsync(slot, named.Market, named.ArchiveKey, findings, cancel) is not { } archived)
        {
            return null;
        }

        if (archived.Capture.Sha256 != named.Sha256)
        {
            findings.Add(new(ArchiveFindingKind.Damaged, named.ArchiveKey, $"its bytes have SHA-256 {archived.Capture.Sha256}, the facts say {named.Sha256}"));
            return null;
        }

        if (Parse(archived).TryGet(out var book, out var defect))
        {
            return new DayItem(archived, named.Slot.Start, book);
        }

        findings.Add(new(ArchiveFindingKind.Unreadable, named.ArchiveKey, $"{defect.Kind.Text()}: {defect.Message}"));
        return null;
    }

    // Captures that are not valid books are left by failed pulls and are not defects.
    private async Task<DayItem?> ReadEarliestAsync(SlotEvidence slot, Market market, List<ArchiveFinding> findings, CancellationToken cancel)
    {
        DayItem? earliest = null;
        foreach (var key in slot.Keys)
        {
            if (await TryReadAsync(slot, market, key, findings, cancel) is { } archived
                && (earliest is null || archived.Capture.ReceivedAt < earliest.Archived!.Capture.ReceivedAt)
                && Parse(archived).TryGet(out var book, out _))
            {
                earliest = new DayItem(archived, archived.Capture.Slot.Start, book);
            }
        }

        return earliest;
    }

    private async Task<ArchivedCapture?> TryReadAsync(SlotEvidence slot, Market market, string key, List<ArchiveFinding> findings, CancellationToken cancel)
    {
        var (archived, finding) = await archive.TryReadAsync(market, slot.SlotStart, key, buffer: null, cancel);
        findings.AddRange(finding is null ? [] : [finding]);
        return archived;
    }

    private Outcome<OrderBook> Parse(ArchivedCapture archived) => venues[archived.Capture.Market.Venue].ParseBook(archived.Capture.Body.Span);
}

/// <summary>The book of a slot, or the reason why an object could not be used.</summary>
public sealed record DayItem
{
    internal DayItem(ArchivedCapture archived, DateTimeOffset slotStart, OrderBook book) => (Archived, SlotStart, Book) = (archived, slotStart, book);

    internal DayItem(ArchiveFinding finding) => Finding = finding;

    public ArchivedCapture? Archived { get; }

    public DateTimeOffset SlotStart { get; }

    public OrderBook? Book { get; }

    public ArchiveFinding? Finding { get; }
}
