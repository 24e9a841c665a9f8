using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Markets;

/// <summary>Whether a venue lets a product be traded, in our words.</summary>
public enum ProductStatus
{
    Online,
    Halted,
    Delisted,
}

/// <summary>What a venue's listing says of one product; what it does not say is null, never guessed.</summary>
/// <param name="Symbol">The venue's spelling.</param>
/// <param name="PriceStep">Smallest price change, in quote per base.</param>
/// <param name="QuantityStep">Lot step: order quantities are multiples of it, in base.</param>
/// <param name="QuantityMin">Smallest order quantity, in base.</param>
/// <param name="NotionalMin">Smallest order value, in quote.</param>
public sealed record Product(
    string Symbol,
    Pair Pair,
    ProductStatus Status,
    Exact? PriceStep,
    Exact? QuantityStep,
    Exact? QuantityMin,
    Exact? NotionalMin);
