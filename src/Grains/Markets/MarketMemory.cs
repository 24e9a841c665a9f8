using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Metrics;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrderBookSilo.Grains.Markets;

internal sealed partial class MarketMemory(Market market, IPersistentState<MarketState> state, PullMetrics metrics, ClockOffset clock, ILogger<MarketGrain> log)
{
    public MarketState State => state.State;

    public CurrentBook? Latest { get; private set; }

    public Pair? Pair => MarketSummaries.PairOf(State);

    /// <summary>The text that the market's offset in a slot is hashed from.</summary>
    public string OffsetKey => State.BaseAsset ?? market.ToString();

    /// <summary>Start of the last slot with a book, as far as it has begun.</summary>
    public DateTimeOffset? LastSlot => State.LastSlot is { } last && !clock.Now.IsFuture(last) ? last : null;

    /// <summary>Whether the slot has its book.</summary>
    public bool IsDone(Slot slot) => State.SlotLength == slot.Length && State.LastSlot == slot.Start;

    /// <summary>Answers from this book from now on, unless the current one is newer, or a clock that was wrong dated it.</summary>
    public void Show(CurrentBook? book)
    {
        var now = clock.Now;
        if (book is not null && !now.IsFuture(book.ReceivedAt)
            && (Latest is null || now.IsFuture(Latest.ReceivedAt) || Latest.ReceivedAt <= book.ReceivedAt))
        {
            Latest = book.After(Latest);
        }
    }

    /// <summary>
    /// Records how an attempt ended. The state is written once per slot, when the slot gets its book; a refresh of a finished slot
    /// stays in memory. False when another activation wrote first, so this one must reload that state.
    /// </summary>
    public async Task<bool> RememberAsync(PullResult result, FailureAnswer? failure)
    {
        State.LastFailure = failure ?? State.LastFailure;
        if (result.FindBook() is { } book)
        {
            Show(CurrentBook.Of(book));
        }

        if (result is not PullResult.Committed { Snapshot.Capture.Slot: var slot } || IsDone(slot))
        {
            return true;
        }

        State.SlotLength = slot.Length;
        State.LastSlot = slot.Start;
        State.ReceivedAt = Latest!.ReceivedAt;
        State.CompactBook = Latest.Compact;
        (State.Sha256, State.UnmovedSince) = (Latest.Sha256, Latest.UnmovedSince);
        return await TryWriteAsync();
    }

    /// <summary>
    /// Writes that the market was started with slots of this length, or stopped. Unlike the book, this is not a cache: a start or
    /// stop that is not written did not happen. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task WriteStartedAsync(TimeSpan? slotLength)
    {
        var wasActive = State.Active;
        var lengthBefore = State.StartedSlotLength;
        var isActive = slotLength is not null;
        if (wasActive == isActive && lengthBefore == slotLength)
        {
            return;
        }

        State.Active = isActive;
        State.StartedSlotLength = slotLength;
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            State.Active = wasActive;
            State.StartedSlotLength = lengthBefore;
            throw new StoreUnavailableException("grain state", e);
        }
    }

    private async Task<bool> TryWriteAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            metrics.StateNotWritten(isRace: true);
            LogStateRace(market);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The state is a cache: the warehouse has the facts, and the next slot writes it again.
            metrics.StateNotWritten(isRace: false);
            LogStateNotWritten(e, market);
        }

        return true;
    }

    [LoggerMessage(1003, LogLevel.Warning, "{Market}: another activation wrote the state first; reloading it")]
    private partial void LogStateRace(Market market);

    [LoggerMessage(1004, LogLevel.Warning, "{Market}: could not write the state; the next slot writes it again")]
    private partial void LogStateNotWritten(Exception e, Market market);
}
