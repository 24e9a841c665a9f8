using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Splits;

/// <summary>A market whose book may be part of a split or of a conversion.</summary>
/// <param name="Fee">Null when unknown.</param>
/// <param name="IsFrozen">Whether its book has not moved over several slots.</param>
public sealed record SplitCandidate(
    Market Market, Pair Pair, MarketRules Rules, OrderBook Book, DateTimeOffset ReceivedAt, TakerFee? Fee, bool IsFrozen)
{
    /// <summary>Why nothing can be traded at the prices of its book; null when it can, or when its status is unknown.</summary>
    public SplitExclusion? ReasonNotToTrade => SplitPlanner.ReasonNotToTrade(Rules.Status, IsFrozen);
}

/// <summary>A book with the rate of its quote in the currency of a comparison.</summary>
public readonly record struct PricedBook(OrderBook Book, Ratio Rate, DateTimeOffset ReceivedAt);

/// <summary>Why books are not compared.</summary>
public enum SplitRefusal
{
    /// <summary>They are too far apart in time.</summary>
    Skew,

    /// <summary>Their prices disagree, and no majority agrees.</summary>
    PriceApart,
}

/// <summary>The result for an order: its split, or none when the books cannot be compared, and the excluded markets.</summary>
/// <param name="Skew">Time between the oldest and the newest book of the included markets; null without any.</param>
public sealed record SplitOutcome(Split? Split, TimeSpan? Skew, SplitRefusal? Refusal, IReadOnlyList<MarketExclusion> Excluded);

/// <summary>The markets that an order may be split over, and the excluded markets.</summary>
/// <param name="Refusal">Why their books cannot be compared; null when they can.</param>
public sealed record Selection(IReadOnlyList<SplitMarket> Markets, TimeSpan? Skew, SplitRefusal? Refusal, IReadOnlyList<MarketExclusion> Excluded);

/// <summary>
/// Decides which markets an order in one currency may be split over, and splits it. Used for live answers and for facts. Books
/// used for conversion do not count for the skew, because the exchange rate of two dollars is far more stable than a coin's
/// price.
/// </summary>
public sealed class SplitPlanner(SplitSettings settings)
{
    public SplitSettings Settings => settings;

    /// <summary>The split of an order, unless the books cannot be compared.</summary>
    /// <param name="excluded">Markets that were already excluded.</param>
    public SplitOutcome Compare(
        SplitOrder order,
        Asset currency,
        IReadOnlyList<SplitCandidate> candidates,
        IReadOnlyList<SplitCandidate> converters,
        IReadOnlyList<MarketExclusion> excluded)
    {
        var selection = Select(order.Side, currency, candidates, converters, excluded);
        var split = selection.Refusal is null ? Splitter.Solve(order, selection.Markets) : null;
        return new SplitOutcome(
            split is not null && selection.Markets.Count == 0 ? split with { Reason = ReasonWithoutMarkets(selection.Excluded) } : split,
            selection.Skew,
            selection.Refusal,
            selection.Excluded);
    }

    // That a side is empty is true only where a book was there to be looked at.
    private static MetricReason ReasonWithoutMarkets(IReadOnlyList<MarketExclusion> excluded) =>
        excluded.Select(left => left.Reason).Distinct().ToList() is [var only]
            ? only switch
            {
                SplitExclusion.OneSided => MetricReason.OneSided,
                SplitExclusion.Late => MetricReason.Late,
                SplitExclusion.Stale => MetricReason.Stale,
                SplitExclusion.NoConversion => MetricReason.NoConversion,
                _ => MetricReason.NoMarket,
            }
            : MetricReason.NoMarket;

    /// <summary>The markets that an order of this side may be split over.</summary>
    public Selection Select(
        Side side,
        Asset currency,
        IReadOnlyList<SplitCandidate> candidates,
        IReadOnlyList<SplitCandidate> converters,
        IReadOnlyList<MarketExclusion> excluded)
    {
        var conversions = new Dictionary<Asset, Conversion?> { [currency] = Conversion.None };
        var (usable, left) = (new List<(SplitCandidate Candidate, Conversion Conversion)>(), new List<MarketExclusion>(excluded));
        foreach (var candidate in candidates)
        {
            if (!conversions.TryGetValue(candidate.Pair.Quote, out var conversion))
            {
                conversion = conversions[candidate.Pair.Quote] = ConversionOf(side, candidate.Pair.Quote, currency, converters);
            }

            if (ReasonAgainst(candidate, side, conversion) is { } reason)
            {
                left.Add(new MarketExclusion(candidate.Market, reason));
            }
            else
            {
                usable.Add((candidate, conversion!));
            }
        }

        return Select(usable, left);
    }

    private Selection Select(IReadOnlyList<(SplitCandidate Candidate, Conversion Conversion)> usable, List<MarketExclusion> left)
    {
        var apart = FindApart([.. usable.Select(market => new PricedBook(market.Candidate.Book, market.Conversion.Mid, market.Candidate.ReceivedAt))]);
        left.AddRange(apart.Order().Select(index => new MarketExclusion(usable[index].Candidate.Market, SplitExclusion.PriceApart)));
        var used = usable.Index().Where(market => !apart.Contains(market.Index)).Select(market => market.Item).ToList();
        var skew = SkewOf(used.Select(market => market.Candidate.ReceivedAt));
        return new Selection(
            [.. used.Select(market => MarketOf(market.Candidate, market.Conversion))],
            skew,
            skew > settings.SkewMax ? SplitRefusal.Skew : used.Count == 0 && apart.Count > 0 ? SplitRefusal.PriceApart : null,
            left);
    }

    /// <summary>The indexes of the books whose prices are too far from those of the others; all of them when no majority agrees.</summary>
    /// <param name="books">Books of one asset.</param>
    public IReadOnlySet<int> FindApart(IReadOnlyList<PricedBook> books)
    {
        var apart = PriceAgreement.FindApart([.. books.Select(of => ComparedPrice.Of(of.Book, of.Rate))], settings.PriceDistanceMax);

        // That prices of different times disagree says nothing about the assets.
        return apart.Count == books.Count && SkewOf(books.Select(of => of.ReceivedAt)) > settings.SkewMax ? new HashSet<int>() : apart;
    }

    private static TimeSpan? SkewOf(IEnumerable<DateTimeOffset> times) =>
        times.Order().ToList() is { Count: > 0 } ordered ? ordered[^1] - ordered[0] : null;

    /// <summary>Why nothing can be traded at the prices of a market's book; null when it can, or when its status is unknown.</summary>
    public static SplitExclusion? ReasonNotToTrade(ProductStatus? status, bool isFrozen) =>
        status is not (null or ProductStatus.Online) ? SplitExclusion.NotTrading
        : isFrozen ? SplitExclusion.Frozen
        : null;

    private static SplitMarket MarketOf(SplitCandidate candidate, Conversion conversion) => new(
        candidate.Market,
        candidate.Book,
        candidate.Fee!,
        candidate.Rules.QuantityStep,
        candidate.Rules.QuantityMin,
        candidate.Rules.NotionalMin,
        conversion);

    private static SplitExclusion? ReasonAgainst(SplitCandidate candidate, Side side, Conversion? conversion) =>
        candidate.ReasonNotToTrade
        ?? (RoundsPrices(candidate.Market) ? SplitExclusion.PricesRounded
            : candidate.Book.LadderFor(side).Count == 0 ? SplitExclusion.OneSided
            : conversion is null ? SplitExclusion.NoConversion
            : candidate.Fee is null ? SplitExclusion.NoFee
            : null);

    private static bool RoundsPrices(Market market) => VenueCatalog.Find(market.Venue) is { RoundsPrices: true };

    private Conversion? ConversionOf(Side side, Asset quote, Asset currency, IReadOnlyList<SplitCandidate> converters)
    {
        foreach (var market in settings.Conversions)
        {
            if (converters.FirstOrDefault(candidate => candidate.Market == market) is { ReasonNotToTrade: null } converter
                && !RoundsPrices(market)
                && ConversionOf(side, quote, currency, converter) is { } conversion)
            {
                return conversion;
            }
        }

        return null;
    }

    private Conversion? ConversionOf(Side side, Asset quote, Asset currency, SplitCandidate converter)
    {
        var quoteIsBase = converter.Pair == new Pair(quote, currency);
        if (!quoteIsBase && converter.Pair != new Pair(currency, quote))
        {
            return null;
        }

        return settings.ConvertsAtMid ? Conversion.AtMid(converter.Book, quoteIsBase)
            : converter.Fee is { IsFlat: true } fee ? Conversion.Through(converter.Book, side, quoteIsBase, fee)
            : null;
    }
}
