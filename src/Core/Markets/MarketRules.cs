using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Markets;

/// <summary>The order rules that a market's venue last listed; null is unknown, never guessed.</summary>
/// <param name="QuantityStep">Lot step: order quantities are multiples of it, in base.</param>
/// <param name="QuantityMin">Smallest order quantity, in base.</param>
/// <param name="NotionalMin">Smallest order value before fees, in quote.</param>
/// <param name="QuantityMax">Largest quantity of one market order, in base.</param>
/// <param name="NotionalMax">Largest value of one market order before fees, in quote.</param>
public sealed record MarketRules(
    Exact? QuantityStep,
    Exact? QuantityMin,
    Exact? NotionalMin,
    Exact? QuantityMax,
    Exact? NotionalMax,
    ProductStatus? Status,
    Pair? Pair)
{
    /// <summary>The rules of a market whose venue's listing is not available.</summary>
    public static MarketRules Unknown { get; } = new(null, null, null, null, null, null, null);

    /// <summary>
    /// The largest order quantity up to this one: a multiple of the step, or the quantity itself where the step is unknown.
    /// </summary>
    public Exact RoundDown(Exact quantity)
    {
        if (QuantityStep is not { IsPositive: true } step)
        {
            return quantity;
        }

        var steps = Ratio.Of(quantity, step);
        return Exact.FromRatio(steps.Numerator, steps.Denominator, 0, MidpointRounding.ToZero) * step;
    }

    /// <summary>Whether the venue would reject an order of this quantity and value before fees as too small.</summary>
    public bool IsBelowMinimum(Exact quantity, Exact notional) => quantity < (QuantityMin ?? Exact.Zero) || notional < (NotionalMin ?? Exact.Zero);

    /// <summary>
    /// The number of orders that a quantity and its value before fees take: the larger of quantity ÷ largest whole lots and
    /// value ÷ largest value, each rounded up; null when no maximum is known. docs/metrics.md 1.7.
    /// </summary>
    public long? OrdersFor(Exact quantity, Exact notional)
    {
        var (byQuantity, byNotional) = (Parts(quantity, QuantityMax is { } max ? RoundDown(max) : null), Parts(notional, NotionalMax));
        return byQuantity is null || byNotional > byQuantity ? byNotional : byQuantity;
    }

    // A maximum of less than one lot permits no order at all, which is no rule that a venue means.
    private static long? Parts(Exact whole, Exact? partMax)
    {
        if (partMax is not { IsPositive: true } max)
        {
            return null;
        }

        var parts = Ratio.Of(whole, max);
        var count = (parts.Numerator + parts.Denominator - 1) / parts.Denominator;
        return count <= long.MaxValue ? (long)count : null;
    }
}
