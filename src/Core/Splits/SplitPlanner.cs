using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Splits;

/// <summary>A market whose book may be part of a split or of a conversion.</summary>
/// <param name="Fee">Null when unknown.</param>
public sealed record SplitCandidate(
    Market Market, Pair Pair, MarketRules Rules, OrderBook Book, DateTimeOffset ReceivedAt, TakerFee? Fee);

/// <summary>The result for an order: its split, or none when the books are too far apart, and the excluded markets.</summary>
/// <param name="Skew">Time between the oldest and the newest book of the included markets; null without any.</param>
public sealed record SplitOutcome(Split? Split, TimeSpan? Skew, bool Refused, IReadOnlyList<MarketExclusion> Excluded);

/// <summary>The markets that an order may be split over, and the excluded markets.</summary>
/// <param name="Refused">Whether their books are too far apart in time to be compared.</param>
public sealed record Selection(IReadOnlyList<SplitMarket> Markets, TimeSpan? Skew, bool Refused, IReadOnlyList<MarketExclusion> Excluded);

/// <summary>
/// Decides which markets an order in one currency may be split over, and splits it. Used for live answers and for facts. Books
/// used for conversion do not count for the skew, because the exchange rate of two dollars is far more stable than a coin's
/// price.
/// </summary>
public sealed class SplitPlanner(SplitSettings settings)
{
    public SplitSettings Settings => settings;

    /// <summary>The split of an order, unless the books are too far apart in time.</summary>
    /// <param name="excluded">Markets that were already excluded.</param>
    public SplitOutcome Compare(
        SplitOrder order,
        Asset currency,
        IReadOnlyList<SplitCandidate> candidates,
        IReadOnlyList<SplitCandidate> converters,
        IReadOnlyList<MarketExclusion> excluded)
    {
        var selection = Select(order.Side, currency, candidates, converters, excluded);
        return new SplitOutcome(
            selection.Refused ? null : Splitter.Solve(order, selection.Markets), selection.Skew, selection.Refused, selection.Excluded);
    }

    /// <summary>The markets that an order of this side may be split over.</summary>
    public Selection Select(
        Side side,
        Asset currency,
        IReadOnlyList<SplitCandidate> candidates,
        IReadOnlyList<SplitCandidate> converters,
        IReadOnlyList<MarketExclusion> excluded)
    {
        var conversions = new Dictionary<Asset, Conversion?> { [currency] = Conversion.None };
        var (markets, used, left) = (new List<SplitMarket>(), new List<SplitCandidate>(), new List<MarketExclusion>(excluded));
        foreach (var candidate in candidates)
        {
            if (!conversions.TryGetValue(candidate.Pair.Quote, out var conversion))
            {
                conversion = conversions[candidate.Pair.Quote] = ConversionOf(side, candidate.Pair.Quote, currency, converters);
            }

            if (ReasonAgainst(candidate, side, conversion) is { } reason)
            {
                left.Add(new MarketExclusion(candidate.Market, reason));
                continue;
            }

            used.Add(candidate);
            var rules = candidate.Rules;
            markets.Add(new SplitMarket(
                candidate.Market, candidate.Book, candidate.Fee!, rules.QuantityStep, rules.QuantityMin, rules.NotionalMin, conversion!));
        }

        var skew = used.Count == 0 ? (TimeSpan?)null : used.Max(candidate => candidate.ReceivedAt) - used.Min(candidate => candidate.ReceivedAt);
        return new Selection(markets, skew, skew > settings.SkewMax, left);
    }

    private static SplitExclusion? ReasonAgainst(SplitCandidate candidate, Side side, Conversion? conversion) =>
        candidate.Rules.Status is not (null or ProductStatus.Online) ? SplitExclusion.NotTrading
        : candidate.Book.LadderFor(side).Count == 0 ? SplitExclusion.OneSided
        : conversion is null ? SplitExclusion.NoConversion
        : candidate.Fee is null ? SplitExclusion.NoFee
        : null;

    private Conversion? ConversionOf(Side side, Asset quote, Asset currency, IReadOnlyList<SplitCandidate> converters)
    {
        foreach (var market in settings.Conversions)
        {
            if (converters.FirstOrDefault(candidate => candidate.Market == market) is { } converter
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
