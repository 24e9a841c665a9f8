using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// The way from a capture to its facts, and back: archive, parse, compute, commit; and restore. Each step may be repeated and ends in
/// the same object and the same rows. Whatever needs a store throws <see cref="StoreUnavailableException"/> when it is unavailable.
/// </summary>
public sealed class FactWriter(
    IArchive archive, IFactStore warehouse, IReadOnlyDictionary<string, IVenue> venues, SnapshotPlan plan, MarketFees fees)
{
    /// <summary>Stores a capture's bytes. Throws <see cref="InvalidDataException"/> when other bytes lie under its key.</summary>
    public Task<ArchivedCapture> ArchiveAsync(Capture capture, CancellationToken cancel) => archive.StoreAsync(capture, cancel);

    /// <summary>The book in a capture, or what is wrong with it.</summary>
    public Outcome<OrderBook> Parse(Capture capture) => venues[capture.Market.Venue].ParseBook(capture.Body.Span);

    /// <summary>Every fact of a book; without its pair no costs are computed.</summary>
    public Snapshot Compute(ArchivedCapture archived, OrderBook book, Pair? pair)
    {
        var capture = archived.Capture;
        return SnapshotBuilder.Build(archived, book, plan.For(pair?.Quote, fees.Find(capture.Market, pair, capture.ReceivedAt)));
    }

    /// <summary>Writes a pull and its facts.</summary>
    public Task CommitAsync(Snapshot snapshot, CancellationToken cancel) => warehouse.CommitAsync(snapshot, cancel);

    /// <summary>Writes the row of an attempt that ended without a book.</summary>
    public Task RecordFailureAsync(FailedPull failed, CancellationToken cancel) => warehouse.RecordFailureAsync(failed, cancel);

    /// <summary>Writes what an archived capture says: its facts, or the row of a failed pull when it is no book.</summary>
    public async Task<Outcome<Snapshot>> WriteAsync(ArchivedCapture archived, Pair? pair, CancellationToken cancel)
    {
        if (!Parse(archived.Capture).TryGet(out var book, out var defect))
        {
            await RecordFailureAsync(FailedPull.Of(archived.Capture, archived.Key, defect), cancel);
            return defect;
        }

        var snapshot = Compute(archived, book, pair);
        await CommitAsync(snapshot, cancel);
        return snapshot;
    }

    /// <summary>The snapshot that a row of <c>fact_book</c> was made from, or null when its object is gone, damaged or no book.</summary>
    public async Task<Snapshot?> RestoreAsync(BookRecord record, Pair? pair, CancellationToken cancel)
    {
        var archived = await archive.FindUndamagedAsync(record.ArchiveKey, record.Slot, cancel);
        return archived is not null && Parse(archived.Capture).TryGet(out var book, out _) ? Compute(archived, book, pair) : null;
    }
}
