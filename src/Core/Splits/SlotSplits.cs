using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// Computes every split of one asset and slot. Which books count depends only on when they were received, so that a replay
/// decides the same.
/// </summary>
public sealed class SlotSplits(SplitPlanner planner, SnapshotPlan plan, MarketFees fees)
{
    public SplitSettings Settings => planner.Settings;

    /// <summary>
    /// A book received after this time does not count. It follows the slot's start, or, when the asset has no book by then, as in the
    /// slot in which a silo starts, its first book.
    /// </summary>
    /// <param name="markets">The asset's markets.</param>
    public DateTimeOffset DeadlineOf(Slot slot, IEnumerable<SlotMarket> markets)
    {
        var first = markets.Min(market => market.Book?.ReceivedAt);
        var usual = slot.Start + planner.Settings.Deadline;
        return first > usual ? first.Value + planner.Settings.Deadline : usual;
    }

    /// <summary>Whether nothing more is expected: every active market has its book, or the deadline has passed.</summary>
    /// <param name="markets">The asset's markets and those that convert.</param>
    public static bool AreDue(IEnumerable<SlotMarket> markets, DateTimeOffset deadline, DateTimeOffset now) =>
        now > deadline || markets.All(market => market.Book is not null || market.ActiveUntil <= now);

    /// <summary>Whether a market's book counts.</summary>
    public static bool IsInTime(SlotMarket market, DateTimeOffset deadline) => market.Book is { } book && book.ReceivedAt <= deadline;

    /// <summary>The splits for both sides, every currency in which the asset is quoted and every order size of that currency.</summary>
    /// <param name="books">Books of the markets and converters that are in time; a missing one could not be read.</param>
    public IReadOnlyList<SlotSplit> Of(
        Asset asset,
        Slot slot,
        IReadOnlyList<SlotMarket> markets,
        IReadOnlyList<SlotMarket> converters,
        IReadOnlyDictionary<Market, OrderBook> books)
    {
        var deadline = DeadlineOf(slot, markets);
        var candidates = Candidates(markets, books, deadline);
        var converting = Candidates(converters, books, deadline);
        var counted = markets.Concat(converters).Where(market => IsInTime(market, deadline)).DistinctBy(market => market.Market).ToList();
        var leftOut = markets.Select(market => (market.Market, Reason: ReasonAgainst(market, books, deadline)))
            .Where(market => market.Reason is not null)
            .Select(market => new MarketExclusion(market.Market, market.Reason!.Value))
            .ToList();
        var splits = new List<SlotSplit>();
        foreach (var currency in markets.Select(market => market.Pair.Quote).Distinct().OrderBy(quote => quote.Code, StringComparer.Ordinal))
        {
            foreach (var order in Orders(currency))
            {
                var comparison = planner.Compare(order, currency, candidates, converting, leftOut);
                splits.Add(new SlotSplit(
                    asset, currency, slot, order, comparison.Split, comparison.Skew, comparison.Refusal is not null, comparison.Excluded)
                {
                    Books = counted.Count,
                    NewestBookAt = counted.Max(market => market.Book?.ReceivedAt),
                });
            }
        }

        return splits;
    }

    private IEnumerable<SplitOrder> Orders(Asset currency) =>
        from size in plan.For(currency, fee: null).OrderSizes
        from side in new[] { Side.Buy, Side.Sell }
        select new SplitOrder(side, size);

    private List<SplitCandidate> Candidates(IReadOnlyList<SlotMarket> markets, IReadOnlyDictionary<Market, OrderBook> books, DateTimeOffset deadline) =>
    [
        .. from market in markets
           where ReasonAgainst(market, books, deadline) is null
           let book = market.Book!
           let at = book.ReceivedAt
           select new SplitCandidate(
               market.Market, market.Pair, RulesOf(market), books[market.Market], at, fees.Find(market.Market, market.Pair, at), book.IsFrozen),
    ];

    private SplitExclusion? ReasonAgainst(SlotMarket market, IReadOnlyDictionary<Market, OrderBook> books, DateTimeOffset deadline) =>
        !IsInTime(market, deadline) ? SplitExclusion.Late
        : SplitSettings.IsClockOff(market.Book!.VenueTime, market.Book.ReceivedAt) ? SplitExclusion.Clock
        : !books.ContainsKey(market.Market) ? SplitExclusion.NoBook
        : null;

    private static MarketRules RulesOf(SlotMarket market) => market.Rules is { } rules
        ? new MarketRules(
            rules.QuantityStep, rules.QuantityMin, rules.NotionalMin, rules.QuantityMax, rules.NotionalMax, rules.Status, market.Pair)
        : MarketRules.Unknown;
}
