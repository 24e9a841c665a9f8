using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Checks;

namespace OrderBookSilo.Simulation.World;

/// <summary>The facts as one silo accesses them.</summary>
internal sealed class FactLink(SimulatedWarehouse warehouse, Machine machine, StoreFaults faults, Witness witness, Action onWrite) : IFactStore
{
    public Task<bool> CommitAsync(Snapshot snapshot, CancellationToken cancel) =>
        Task.FromResult(machine.Write(faults, cancel, () =>
        {
            onWrite();
            CheckBegan(snapshot.Capture.Market, snapshot.Capture.Slot);
            return warehouse.Commit(snapshot, machine.Clock.Now);
        }));

    public Task RecordFailureAsync(FailedPull pull, CancellationToken cancel) =>
        Do(cancel, () => warehouse.Fail(pull));

    public Task RecordGapsAsync(Market market, IReadOnlyList<Slot> slots, DateTimeOffset at, CancellationToken cancel) =>
        Do(cancel, () =>
        {
            foreach (var slot in slots)
            {
                CheckEnded(market, slot);
                warehouse.RecordGap(market, slot, at);
            }
        });

    public Task<BookRecord?> FindBookAsync(Market market, Slot? slot, CancellationToken cancel) =>
        Task.FromResult(machine.Read(faults, cancel, () => Find(market, slot)));

    public Task<IReadOnlyList<Slot>> FindOpenSlotsAsync(Market market, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<Slot>>(faults, cancel, () => [.. warehouse.OpenSlots(market, from, before).Take(countMax)]));

    public Task<IReadOnlyList<string>> ReadArchiveKeysAsync(Market market, Slot slot, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<string>>(
            faults, cancel, () => [.. warehouse.RowsOf(market, slot).Pulls.Values.Select(pull => pull.ArchiveKey).OfType<string>().Distinct()]));

    private BookRecord? Find(Market market, Slot? slot)
    {
        var snapshot = slot is { } wanted
            ? warehouse.RowsOf(market, wanted).Books.FirstOrDefault()
            : warehouse.Markets[market].Values.Reverse().FirstOrDefault(rows => rows.Books.Count > 0)?.Books[0];
        return snapshot is null ? null : Record(snapshot);
    }

    public static BookRecord Record(Snapshot snapshot)
    {
        var (capture, book) = (snapshot.Capture, snapshot.Book);
        return new BookRecord(
            capture.Market, capture.Slot, capture.ReceivedAt, book.VenueTime, book.Sequence, book.BestBid, book.BestAsk, book.Mid,
            book.Bids.Count, book.Asks.Count, book.DepthComplete, capture.Sha256, snapshot.ArchiveKey);
    }

    // The product's store refuses both; here it is a bug already to try.
    private void CheckBegan(Market market, Slot slot)
    {
        if (slot.Start > machine.Clock.Latest + SimulatedSilo.EventTime.OffsetMax)
        {
            witness.Report($"{market} {slot}: a book at {machine.Clock.Latest:u}, before the slot begins");
        }
    }

    private void CheckEnded(Market market, Slot slot)
    {
        if (slot.End > machine.Clock.Latest + SimulatedSilo.EventTime.OffsetMax)
        {
            witness.Report($"{market} {slot}: a gap at {machine.Clock.Latest:u}, before the slot ends");
        }
    }

    private Task Do(CancellationToken cancel, Action apply) => Task.FromResult(machine.Write(faults, cancel, () =>
    {
        onWrite();
        apply();
        return true;
    }));
}
