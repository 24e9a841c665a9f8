using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Replays;

/// <summary>
/// Reads and writes facts for replays. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be
/// reached.
/// </summary>
public interface IReplayFacts
{
    /// <summary>The <c>live</c> books of a page: the capture from which each slot's facts were computed.</summary>
    Task<IReadOnlyList<ReplayBook>> ReadReplayBooksAsync(ReplayPage page, CancellationToken cancel);

    /// <summary>By slot, every market of a base asset that was active for at least part of it.</summary>
    Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel);

    /// <summary>Opens a page for writing; its rows become visible only when it is completed.</summary>
    /// <param name="recipe">
    /// How it is computed. Throws <see cref="InvalidOperationException"/> when the request's version was computed differently.
    /// </param>
    /// <param name="asset">The asset whose splits are computed too; null when none are.</param>
    Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, ReplayRecipe recipe, ReplayPage page, Asset? asset, CancellationToken cancel);
}

/// <summary>A slot's capture as the facts refer to it.</summary>
public sealed record ReplayBook(Market Market, DateTimeOffset SlotStart, string ArchiveKey, string Sha256);

/// <summary>Receives the facts of a page as they are computed, in bounded memory.</summary>
public interface IReplayPageWriter : IAsyncDisposable
{
    Task AddAsync(Snapshot snapshot, CancellationToken cancel);

    Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel);

    /// <summary>Writes or compares the rows as requested, in one transaction, and returns the result.</summary>
    Task<ReplayPageResult> CompleteAsync(CancellationToken cancel);
}
