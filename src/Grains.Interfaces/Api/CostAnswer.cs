namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One order to be costed. The amount is decimal text in quote, or in base when <paramref name="InBase"/>.</summary>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="MaxAgeSeconds">A book that is older is pulled first, in seconds; null takes the book as it is. The market's own grain never pulls for it.</param>
/// <param name="Fees">Null: this trader's fees; <c>none</c>: the bare walk, without steps and minimums; else the profile of a schedule.</param>
[GenerateSerializer, Immutable, Alias("orderbook.costQuestion")]
public sealed record CostQuestion(
    [property: Id(0)] string Side,
    [property: Id(1)] string Amount,
    [property: Id(2)] bool InBase,
    [property: Id(3)] string? Fees,
    [property: Id(4)] int? MaxAgeSeconds = null);

/// <summary>The cost of one order on the latest book, as <c>GET …/cost</c> shows it, with fee, lot step and minimums: amounts and prices as decimal text; docs/metrics.md 1.</summary>
/// <param name="Market">venue:product.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="Amount">[quote] What was asked for: to spend, fee included (buy) or to receive after the fee (sell) in quote, or the quantity with unit=base.</param>
/// <param name="Currency">The quote asset; null until the venue's listing was had.</param>
/// <param name="Complete">Whether the book holds enough for the order and the venue would take it.</param>
/// <param name="Reason">Why it is not complete: shallow, truncated, one_sided or below_minimum; null when it is.</param>
/// <param name="FilledAmount">[quote] What a buy pays with its fee, or what a sell receives after it, in quote.</param>
/// <param name="Unspent">[quote or base] What is left of the amount because it makes no whole lot, in quote or base as it was asked; null when not complete.</param>
/// <param name="Quantity">[base] What a buy receives after the fee, or what a sell gives, in base.</param>
/// <param name="AveragePrice">[quote per base] P = gross amount / quantity taken from the book, in quote per base; null when nothing was filled.</param>
/// <param name="WorstPrice">[quote per base] Price of the last level taken, in quote per base; null when nothing was filled.</param>
/// <param name="Mid">[quote per base] m = (a1 + b1) / 2, in quote per base; null when a side is empty.</param>
/// <param name="SlippageBps">[basis points] 1e4 x D x (P / m - 1), D = +1 buy, -1 sell, in basis points; null when incomplete or one-sided.</param>
/// <param name="FeeRate">[fraction] f = fee / gross amount, as a fraction; null when no fee is known for the book's time.</param>
/// <param name="Fee">[quote] The taker's fee on the gross amount, in quote; null when no fee is known.</param>
/// <param name="AllInPrice">[quote per base] Filled amount / quantity, in quote per base; null when no fee is known or not complete.</param>
/// <param name="CostBps">[basis points] 1e4 x D x (all-in price / m - 1), in basis points; null like the all-in price, and when one-sided.</param>
/// <param name="Levels">Number of levels taken from.</param>
/// <param name="AgeSeconds">[seconds] Time since the book was received, in seconds.</param>
/// <param name="GrossAmount">[quote] F = sum of price x quantity taken, before the fee, in quote.</param>
/// <param name="NetAmount">[quote] What leaves a buyer or reaches a seller, the fee counted, in quote; null when no fee is known.</param>
/// <param name="FeeIn">quote, or received: kept from what is received, so that a buy gets less base; null when no fee is known.</param>
/// <param name="FeeInBase">[base] What of the base bought is kept as the fee, in base; null where it is paid in quote.</param>
/// <param name="OrderQuantity">[base] What is to be ordered, in base: a multiple of the lot step.</param>
/// <param name="StepsKnown">Whether the venue's lot step is known; when not, none was applied.</param>
/// <param name="QuantityStep">[base] The lot step that was applied, in base; null when none was.</param>
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
    [property: Id(18)] double AgeSeconds,
    [property: Id(19)] string? GrossAmount,
    [property: Id(20)] string? NetAmount,
    [property: Id(21)] string? FeeIn,
    [property: Id(22)] string? FeeInBase,
    [property: Id(23)] string? OrderQuantity,
    [property: Id(24)] bool StepsKnown,
    [property: Id(25)] string? QuantityStep);
