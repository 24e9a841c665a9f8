using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Markets;

/// <summary>Converts a venue's listing of a market to and from the text in states and answers; missing values are null.</summary>
internal static class Listing
{
    public const string UnknownStatus = "unknown";

    public static void Remember(MarketState state, Product product, VenueProducts listing)
    {
        state.ListedAt = listing.Failure is null ? listing.RequestedAt : null;
        (state.BaseAsset, state.QuoteAsset) = (product.Pair.Base.Code, product.Pair.Quote.Code);
        state.QuantityStep = product.QuantityStep?.ToString();
        state.QuantityMin = product.QuantityMin?.ToString();
        state.NotionalMin = product.NotionalMin?.ToString();
        state.QuantityMax = product.QuantityMax?.ToString();
        state.NotionalMax = product.NotionalMax?.ToString();
        state.Status = product.Status.Text();
    }

    public static MarketRules RulesOf(MarketState state) =>
        new(
            Number(state.QuantityStep),
            Number(state.QuantityMin),
            Number(state.NotionalMin),
            Number(state.QuantityMax),
            Number(state.NotionalMax),
            StatusOf(state.Status),
            MarketSummaries.PairOf(state));

    public static MarketRules RulesOf(BookAnswer answer) =>
        new(
            Number(answer.QuantityStep),
            Number(answer.QuantityMin),
            Number(answer.NotionalMin),
            Number(answer.QuantityMax),
            Number(answer.NotionalMax),
            StatusOf(answer.Status),
            answer is { BaseAsset: { } baseAsset, QuoteAsset: { } quoteAsset } ? new Pair(new Asset(baseAsset), new Asset(quoteAsset)) : null);

    /// <summary>What the latest listing says; unknown when it is older than the slot before this one.</summary>
    public static string StatusOf(MarketState state, Slot slot) =>
        state.ListedAt >= slot.Previous.Start ? StatusOf(state.Status) == ProductStatus.Online ? "trading" : "not_trading" : UnknownStatus;

    private static Exact? Number(string? text) => Exact.TryParse(text, out var number) ? number : null;

    private static ProductStatus? StatusOf(string? text) => SnakeCase.TryParse<ProductStatus>(text, out var status) ? status : null;
}
