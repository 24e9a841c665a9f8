using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>Splits in the database of facts. Every method throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface ISplitStore
{
    /// <summary>
    /// Writes splits of currency amounts with their legs in one transaction. Existing splits are replaced when it is known that other
    /// books counted for them, and not changed otherwise. Throws
    /// <see cref="ArgumentException"/> for a split of an amount of base.
    /// </summary>
    Task SaveSplitsAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel);

    /// <summary>Every market of a base asset that was active for at least part of the slot.</summary>
    Task<IReadOnlyList<SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, Slot slot, CancellationToken cancel);

    /// <summary>
    /// The slots from <paramref name="from"/> up to <paramref name="before"/> that have a book of the asset but no split of it, or
    /// splits that lack a book which was received by the deadline and stored later; oldest first, at most <paramref name="countMax"/>.
    /// </summary>
    Task<IReadOnlyList<Slot>> FindUnsplitSlotsAsync(
        Asset baseAsset, SplitSettings settings, DateTimeOffset from, Slot before, int countMax, CancellationToken cancel);

    /// <summary>The latest splits of slots that start in [from, to), newest first; for every side and order size unless given.</summary>
    Task<IReadOnlyList<SplitRecord>> ReadSplitsAsync(
        Asset asset, Asset currency, Side? side, Exact? orderSize, DateTimeOffset from, DateTimeOffset to, int countMax, CancellationToken cancel);
}
