using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Simulation.World;

/// <summary>The splits as one silo accesses them, with the rules of the queries.</summary>
internal sealed class SplitLink(SimulatedWarehouse warehouse, RunSettings settings, Machine machine, StoreFaults faults) : ISplitStore
{
    private const int SlotsBackMax = 24;

    public Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel) => Task.FromResult(machine.Write(faults, cancel, () =>
    {
        // Without a market in the currency there are none.
        if (splits.Count == 0)
        {
            return true;
        }

        var slot = splits[0].Slot.Start;
        if (!warehouse.Splits.Stored.TryGetValue(slot, out var stored) || CountedIn(stored) != (splits[0].Books!.Value, splits[0].NewestBookAt))
        {
            warehouse.Splits.Stored[slot] = new StoredSplits(splits, warehouse.NextWrite());
        }

        return true;
    }));

    public Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<SlotMarket>>(faults, cancel, () => [.. SlotMarkets(baseAsset, slot)]));

    public Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(
        Asset baseAsset, SplitSettings of, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<Slot>>(faults, cancel, () => [.. UnsplitSlots(from, before).Take(countMax)]));

    public Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel) =>
        throw new NotSupportedException("nobody asks");

    private List<Slot> UnsplitSlots(DateTimeOffset from, Slot before)
    {
        var found = new List<Slot>();
        foreach (var slot in warehouse.Splits.Outdated.Where(slot => slot.Start >= from && slot.Start < before.Start))
        {
            if (CountedBooks.Of(warehouse, settings, slot) is not { } counted
                || (warehouse.Splits.Stored.TryGetValue(slot.Start, out var stored) && CountedIn(stored) == counted))
            {
                warehouse.Splits.Settle(slot);
            }
            else
            {
                found.Add(slot);
            }
        }

        return found;
    }

    private static (int Books, DateTimeOffset? Newest) CountedIn(StoredSplits stored) => (stored.Splits[0].Books!.Value, stored.Splits[0].NewestBookAt);

    private IEnumerable<SlotMarket> SlotMarkets(Asset baseAsset, Slot slot) =>
        from known in warehouse.Known
        let pair = settings.Pairs[known.Key]
        where pair.Base == baseAsset && known.Value.ActiveFrom < slot.End
        let book = warehouse.FindRows(known.Key, slot.Start)?.Books.FirstOrDefault()
        select new SlotMarket(
            known.Key, pair, ActiveUntil: null, settings.Sources[known.Key].ListingAt(pair, book?.Capture.ReceivedAt ?? slot.Start), book is null ? null : RecordOf(book));

    private BookRecord RecordOf(Snapshot snapshot) => FactLink.Record(snapshot) with { UnmovedSince = UnmovedSince(snapshot) };

    // Every body has a sequence, so that is what shows movement.
    private DateTimeOffset UnmovedSince(Snapshot snapshot)
    {
        var since = snapshot.Capture.Slot;
        var slot = since;
        for (var back = 0; back < SlotsBackMax; back++)
        {
            slot = slot.Previous;
            if (warehouse.FindRows(snapshot.Capture.Market, slot.Start)?.Books.FirstOrDefault() is not { } earlier)
            {
                continue;
            }

            if (earlier.Book.Sequence != snapshot.Book.Sequence)
            {
                break;
            }

            since = slot;
        }

        return since.Start;
    }
}
