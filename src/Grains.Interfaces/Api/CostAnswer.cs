namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>An order to cost. The amount is decimal text in quote, or in base when <paramref name="InBase"/>.</summary>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="MaxAgeSeconds">Pull first when the book is older than this, in seconds; null uses the book as it is. The market's own grain never pulls for it.</param>
/// <param name="Fees">Null: this trader's fees; <c>none</c>: the bare walk, without steps and minimums; otherwise the profile of a fee schedule.</param>
[GenerateSerializer, Immutable, Alias("orderbook.costQuestion")]
public sealed record CostQuestion(
    [property: Id(0)] string Side,
    [property: Id(1)] string Amount,
    [property: Id(2)] bool InBase,
    [property: Id(3)] string? Fees,
    [property: Id(4)] int? MaxAgeSeconds = null);

/// <summary>
/// The cost of one order on the latest book, as <c>GET …/cost</c> shows it, with fee, lot step and minimums: amounts and prices as decimal
/// text; docs/metrics.md 1.
/// </summary>
/// <param name="Market">venue:product.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="Amount">[quote] The amount asked for: to spend, fee included (buy), or to receive after the fee (sell), in quote; or the quantity with unit=base.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was read.</param>
/// <param name="Complete">Whether the book holds enough for the order and the venue would accept it.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated, one_sided or below_minimum; null when it is.</param>
/// <param name="FilledAmount">[quote] What a buy pays including its fee, or what a sell receives after it, in quote.</param>
/// <param name="Unspent">[quote or base] The remainder of the amount that makes no whole lot, in quote or base as it was asked; null when not complete.</param>
/// <param name="Quantity">[base] What a buy receives after the fee, or what a sell gives, in base.</param>
/// <param name="AveragePrice">[quote per base] P = gross amount / quantity filled, in quote per base; null when nothing was filled.</param>
/// <param name="WorstPrice">[quote per base] Price of the last level filled, in quote per base; null when nothing was filled.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="SlippageBps">[basis points] 1e4 x D x (P / m - 1), D = +1 buy, -1 sell, in basis points; null when incomplete or one-sided.</param>
/// <param name="FeeRate">[fraction] f = fee / gross amount, as a fraction; null when no fee is known for the book's time.</param>
/// <param name="Fee">[quote] The taker's fee on the gross amount, in quote; null when no fee is known.</param>
/// <param name="AllInPrice">[quote per base] Filled amount / quantity, in quote per base; null when no fee is known or not complete.</param>
/// <param name="CostBps">[basis points] 1e4 x D x (all-in price / m - 1), in basis points; null like the all-in price, and when one-sided.</param>
/// <param name="Levels">Number of levels filled from.</param>
/// <param name="AgeSeconds">[seconds] Time since the book was received, in seconds; null when the book was received in the future by more than MaxClockOffset, so that its age is unknown.</param>
/// <param name="GrossAmount">[quote] F = sum of price x quantity filled, before the fee, in quote.</param>
/// <param name="NetAmount">[quote] What the buyer pays or the seller receives, fee included, in quote; null when no fee is known.</param>
/// <param name="FeeIn">Currency of the fee: quote, or received when it is deducted from what is received, so that a buy gets less base; null when no fee is known.</param>
/// <param name="FeeInBase">[base] Part of the base bought that is kept as the fee, in base; null when it is paid in quote.</param>
/// <param name="OrderQuantity">[base] Quantity to order, in base: a multiple of the lot step.</param>
/// <param name="StepsKnown">Whether the venue's lot step is known; if not, none was applied.</param>
/// <param name="QuantityStep">[base] The lot step that was applied, in base; null when none was.</param>
/// <param name="Orders">How many market orders it takes: the larger of orderQuantity / largest quantity and grossAmount / largest value, each rounded up; null when no maximum is known or applied.</param>
[GenerateSerializer, Immutable, Alias("orderbook.cost")]
public sealed record CostAnswer(
    [property: Id(0)] string Market,
    [property: Id(1)] string Side,
    [property: Id(2)] string Amount,
    [property: Id(3)] string? Currency,
    [property: Id(4)] bool Complete,
    [property: Id(5)] string? Reason,
    [property: Id(6)] string FilledAmount,
    [property: Id(7)] string? Unspent,
    [property: Id(8)] string Quantity,
    [property: Id(9)] string? AveragePrice,
    [property: Id(10)] string? WorstPrice,
    [property: Id(11)] string? Mid,
    [property: Id(12)] double? SlippageBps,
    [property: Id(13)] double? FeeRate,
    [property: Id(14)] string? Fee,
    [property: Id(15)] string? AllInPrice,
    [property: Id(16)] double? CostBps,
    [property: Id(17)] int Levels,
    [property: Id(18)] double? AgeSeconds,
    [property: Id(19)] string? GrossAmount,
    [property: Id(20)] string? NetAmount,
    [property: Id(21)] string? FeeIn,
    [property: Id(22)] string? FeeInBase,
    [property: Id(23)] string? OrderQuantity,
    [property: Id(24)] bool StepsKnown,
    [property: Id(25)] string? QuantityStep,
    [property: Id(26)] long? Orders);
