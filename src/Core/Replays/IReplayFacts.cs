using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Replays;

/// <summary>The facts as a replay reads and writes them. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
public interface IReplayFacts
{
    /// <summary>The <c>live</c> books of a page: which capture each slot's facts were made of.</summary>
    Task<IReadOnlyList<ReplayBook>> ReadReplayBooksAsync(ReplayPage page, CancellationToken cancel);

    /// <summary>By slot every market of a base asset that was active in it, if only for a part of it.</summary>
    Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel);

    /// <summary>Opens a page to take what is computed; nothing of it is to be seen before it is completed.</summary>
    /// <param name="recipe">How it is computed. Throws <see cref="InvalidOperationException"/> when the request's version was computed in another way.</param>
    /// <param name="asset">Whose splits are computed too; null when none are.</param>
    Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, ReplayRecipe recipe, ReplayPage page, Asset? asset, CancellationToken cancel);
}

/// <summary>A slot's capture as the facts name it.</summary>
public sealed record ReplayBook(Market Market, DateTimeOffset SlotStart, string ArchiveKey, string Sha256);

/// <summary>Takes the facts of a page as they are computed, in bounded memory.</summary>
public interface IReplayPageWriter : IAsyncDisposable
{
    Task AddAsync(Snapshot snapshot, CancellationToken cancel);

    Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel);

    /// <summary>Writes or compares what the request says, in one transaction, and tells what that came to.</summary>
    Task<ReplayPageResult> CompleteAsync(CancellationToken cancel);
}
