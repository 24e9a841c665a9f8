using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>What one attempt came to: the market after it, and the failure if it had one.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.pulled")]
public sealed record PullAnswer(
    [property: Id(0)] MarketSummary Market,
    [property: Id(1)] FailureAnswer? Failure);
