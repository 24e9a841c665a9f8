using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Converts a market's state to the API's answers.</summary>
internal static class MarketSummaries
{
    public static MarketSummary Summary(Market market, MarketState state, CurrentBook? latest, SlotSchedule schedule, ClockTime now)
    {
        var book = latest?.Book;
        var pair = PairOf(state);
        return new MarketSummary(
            market.ToString(),
            market.Venue,
            market.Product,
            pair?.ToString(),
            state.Active,
            latest?.Slot.Start,
            latest?.ReceivedAt,
            latest is null ? null : Age.Seconds(latest.ReceivedAt, now),
            book?.BestBid?.ToString(),
            book?.BestAsk?.ToString(),
            book?.Mid?.ToString(),
            book?.SpreadBps,
            book?.Bids.Count,
            book?.Asks.Count,
            book?.DepthComplete,
            state.LastFailure,
            state.Active ? schedule.SlotAt(now.At).End : null,
            Listing.StatusOf(state, schedule.SlotAt(now.At)),
            latest?.FrozenSince);
    }

    public static Pair? PairOf(MarketState state) =>
        state is { BaseAsset: { } baseAsset, QuoteAsset: { } quoteAsset }
            ? new Pair(new Asset(baseAsset), new Asset(quoteAsset))
            : null;

    public static FailureAnswer Failure(FailedPull failed) =>
        new(
            failed.Failure.Kind.Text(),
            failed.Failure.Message,
            failed.Failure.HttpStatus,
            failed.Slot.Start,
            failed.EndedAt);
}
