using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>Splits in the database of facts. Every method throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface ISplitStore
{
    /// <summary>
    /// Writes splits of amounts of currency with their legs in one transaction; a split that is there already stays as it is.
    /// Throws <see cref="ArgumentException"/> for a split of an amount of base.
    /// </summary>
    Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel);

    /// <summary>Every market of a base asset that was active in the slot, if only for a part of it.</summary>
    Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel);

    /// <summary>
    /// The slots from <paramref name="from"/> on and before <paramref name="before"/> that have a book of the asset and no split
    /// of it, oldest first, bounded.
    /// </summary>
    Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(Asset baseAsset, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel);

    /// <summary>The latest splits of slots that start in [from, to), newest first; of every side and order size unless one is given.</summary>
    Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);
}
