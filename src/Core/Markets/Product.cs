using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Markets;

/// <summary>Our normalised trading status of a product.</summary>
public enum ProductStatus
{
    Online,
    Halted,
    Delisted,
}

/// <summary>What a venue's listing says about one product; missing values are null, never guessed.</summary>
/// <param name="Symbol">The venue's spelling.</param>
/// <param name="PriceStep">Smallest price change, in quote per base.</param>
/// <param name="QuantityStep">Lot step: order quantities are multiples of it, in base.</param>
/// <param name="QuantityMin">Smallest order quantity, in base.</param>
/// <param name="NotionalMin">Smallest order value, in quote.</param>
/// <param name="QuantityMax">Largest quantity of one market order, in base.</param>
/// <param name="NotionalMax">Largest value of one market order, in quote.</param>
public sealed record Product(
    string Symbol,
    Pair Pair,
    ProductStatus Status,
    Exact? PriceStep,
    Exact? QuantityStep,
    Exact? QuantityMin,
    Exact? NotionalMin,
    Exact? QuantityMax,
    Exact? NotionalMax);
