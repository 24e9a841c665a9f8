using System.Text.Json.Serialization;

namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>An order to split. The amount is decimal text in the pair's quote, or in its base when <paramref name="InBase"/>.</summary>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="MaxAgeSeconds">Pull markets whose book is older than this first, in seconds; null uses the books as they are.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bestQuestion")]
public sealed record BestQuestion(
    [property: Id(0)] string Side,
    [property: Id(1)] string Amount,
    [property: Id(2)] bool InBase,
    [property: Id(3)] int? MaxAgeSeconds);

/// <summary>The best way to trade one order over every market of an asset, as <c>GET /api/best</c> shows it. docs/metrics.md 2.</summary>
/// <param name="Asset">The base asset, by its code.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Amount">[currency] The amount asked for: in currency, or in base with <c>unit=base</c>.</param>
/// <param name="Currency">The currency of the answer, by its code.</param>
/// <param name="Complete">Whether the markets hold enough; a remainder of less than one lot does not count.</param>
/// <param name="Reason">Why it is not complete: <c>shallow</c>, <c>truncated</c>, <c>one_sided</c>, <c>stale</c>, <c>no_conversion</c> or <c>no_market</c> when every market was left out, <c>skew</c> when the books are too far apart in time, or <c>price_apart</c> when their prices disagree without a majority; null when it is.</param>
/// <param name="Quantity">[base] Received by a buy, given by a sell, in base.</param>
/// <param name="FilledAmount">[currency] Paid by a buy, received by a sell, fees and conversion included, in currency.</param>
/// <param name="Unspent">[currency] The remainder of the amount, less than one lot, in currency or, with <c>unit=base</c>, in base; null when incomplete.</param>
/// <param name="AllInPrice">[currency per base] filledAmount ÷ quantity, in currency per base; null when incomplete.</param>
/// <param name="Mid">[currency per base] Median of the markets' mids, converted, in currency per base; null when there is none.</param>
/// <param name="CostBps">[basis points] 1e4 × D × (allInPrice ÷ mid − 1), in basis points; null when incomplete.</param>
/// <param name="Split">The orders to place, one for each market used.</param>
/// <param name="BestSingle">The best result on a single market; null when no market could fill the order.</param>
/// <param name="Saving">[currency] (bestSingle.allInPrice − allInPrice) × D × quantity, in currency; null without a best single.</param>
/// <param name="SavingBps">[basis points] The saving per 10,000 of what the best single would pay or receive, in basis points.</param>
/// <param name="MarginalPrice">[currency per base] λ: the all-in price of the last quantity filled, in currency per base. No market's last price is worse, and no next one is better.</param>
/// <param name="Gap">[currency] Upper bound of how much better any other split could be, in currency; 0 for flat fees and divisible quantities.</param>
/// <param name="MaxSkewSeconds">[seconds] Time between the oldest and the newest of the books used, in seconds; null when there is none.</param>
/// <param name="Excluded">The markets that were left out, with the reasons.</param>
[GenerateSerializer, Immutable, Alias("orderbook.best")]
public sealed record BestAnswer(
    [property: Id(0)] string Asset,
    [property: Id(1)] string Side,
    [property: Id(2)] string Amount,
    [property: Id(3)] string Currency,
    [property: Id(4)] bool Complete,
    [property: Id(5)] string? Reason,
    [property: Id(6)] string Quantity,
    [property: Id(7)] string FilledAmount,
    [property: Id(8)] string? Unspent,
    [property: Id(9)] string? AllInPrice,
    [property: Id(10)] string? Mid,
    [property: Id(11)] double? CostBps,
    [property: Id(12)] IReadOnlyList<BestLeg> Split,
    [property: Id(13)] BestSingle? BestSingle,
    [property: Id(14)] string? Saving,
    [property: Id(15)] double? SavingBps,
    [property: Id(16)] string? MarginalPrice,
    [property: Id(17)] string? Gap,
    [property: Id(18)] double? MaxSkewSeconds,
    [property: Id(19)] IReadOnlyList<ExcludedMarket> Excluded)
{
    /// <summary>Why no fresh book could be had, when there is none; then the question is refused instead of answered.</summary>
    [Id(20), JsonIgnore]
    public BudgetRefusal? Refusal { get; init; }
}

/// <summary>The order for one market.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Quantity">[base] Received or given, in base; less than ordered where the fee is taken from it.</param>
/// <param name="OrderQuantity">[base] What to order, in base: a multiple of the lot step.</param>
/// <param name="Amount">[currency] Paid or received, fee and its share of the conversion included, in currency.</param>
/// <param name="Fee">[quote] The fee, in quote.</param>
/// <param name="QuoteCurrency">The market's quote currency, by its code.</param>
/// <param name="GrossAmount">[quote] The amount before the fee, in quote.</param>
/// <param name="AveragePrice">[quote per base] Average price from the book: grossAmount ÷ orderQuantity, in quote per base.</param>
/// <param name="WorstPrice">[quote per base] Price of the last level filled, in quote per base: the limit price for the order.</param>
/// <param name="NextPrice">[currency per base] All-in price of the next quantity on this market, in currency per base: no better than marginalPrice; null at the end of the book.</param>
/// <param name="Levels">Number of levels filled from.</param>
/// <param name="AgeSeconds">[seconds] Time since the book was received, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
/// <param name="Orders">How many market orders it takes: the larger of orderQuantity / largest quantity and grossAmount / largest value, each rounded up; null when no maximum is known.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bestLeg")]
public sealed record BestLeg(
    [property: Id(0)] string Market,
    [property: Id(1)] string Quantity,
    [property: Id(2)] string OrderQuantity,
    [property: Id(3)] string Amount,
    [property: Id(4)] string Fee,
    [property: Id(5)] string QuoteCurrency,
    [property: Id(6)] string GrossAmount,
    [property: Id(7)] string AveragePrice,
    [property: Id(8)] string WorstPrice,
    [property: Id(9)] string? NextPrice,
    [property: Id(10)] int Levels,
    [property: Id(11)] double? AgeSeconds,
    [property: Id(12)] long? Orders);

/// <summary>The whole order on one market.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Quantity">[base] Received by a buy, given by a sell, in base.</param>
/// <param name="AllInPrice">[currency per base] Price with fees and conversion, in currency per base.</param>
/// <param name="CostBps">[basis points] Cost against the same mid as the split, in basis points; null without one.</param>
[GenerateSerializer, Immutable, Alias("orderbook.bestSingle")]
public sealed record BestSingle(
    [property: Id(0)] string Market,
    [property: Id(1)] string Quantity,
    [property: Id(2)] string AllInPrice,
    [property: Id(3)] double? CostBps);
