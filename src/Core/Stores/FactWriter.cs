using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Stores;

/// <summary>
/// The steps from a capture to its facts: archive, parse, compute, commit; and restore for the reverse. Each step may be
/// repeated and yields the same object and rows. Methods throw <see cref="StoreUnavailableException"/> when a store they need
/// is unavailable.
/// </summary>
public sealed class FactWriter(
    IArchive archive, IFactStore warehouse, IReadOnlyDictionary<string, IVenue> venues, SnapshotPlan plan, MarketFees fees)
{
    /// <summary>
    /// Stores a capture's bytes. Throws <see cref="InvalidDataException"/> when different bytes are already stored under its
    /// key.
    /// </summary>
    public Task<ArchivedCapture> ArchiveAsync(Capture capture, CancellationToken cancel) => archive.StoreAsync(capture, cancel);

    /// <summary>The book in a capture, or its defect.</summary>
    public Outcome<OrderBook> Parse(Capture capture) => venues[capture.Market.Venue].ParseBook(capture.Body.Span);

    /// <summary>Computes every fact of a book; without its pair no costs are computed.</summary>
    public Snapshot Compute(ArchivedCapture archived, OrderBook book, Pair? pair)
    {
        var capture = archived.Capture;
        return SnapshotBuilder.Build(archived, book, plan.For(pair?.Quote, fees.Find(capture.Market, pair, capture.ReceivedAt)));
    }

    /// <summary>Writes a pull and its facts.</summary>
    public Task CommitAsync(Snapshot snapshot, CancellationToken cancel) => warehouse.CommitAsync(snapshot, cancel);

    /// <summary>Writes the row of an attempt that ended without a book.</summary>
    public Task RecordFailureAsync(FailedPull failed, CancellationToken cancel) => warehouse.RecordFailureAsync(failed, cancel);

    /// <summary>Writes the facts of an archived capture, or the row of a failed pull when it is not a valid book.</summary>
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

    /// <summary>Computes the snapshot of a <c>fact_book</c> row again; null when its object is missing, damaged or not a book.</summary>
    public async Task<Snapshot?> RestoreAsync(BookRecord record, Pair? pair, CancellationToken cancel)
    {
        var archived = await archive.FindUndamagedAsync(record.ArchiveKey, record.Slot, cancel);
        return archived is not null && Parse(archived.Capture).TryGet(out var book, out _) ? Compute(archived, book, pair) : null;
    }
}
