using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The result of one attempt: the market afterwards, and the failure if there was one.</summary>
/// <param name="Refusal">Why no attempt was made; null when there was one.</param>
[GenerateSerializer, Immutable, Alias("orderbook.pulled")]
public sealed record PullAnswer(
    [property: Id(0)] MarketSummary Market,
    [property: Id(1)] FailureAnswer? Failure,
    [property: Id(2)] BudgetRefusal? Refusal = null);
