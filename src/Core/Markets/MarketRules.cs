using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Markets;

/// <summary>The order rules that a market's venue last listed; null is unknown, never guessed.</summary>
/// <param name="QuantityStep">Lot step: order quantities are multiples of it, in base.</param>
/// <param name="QuantityMin">Smallest order quantity, in base.</param>
/// <param name="NotionalMin">Smallest order value before fees, in quote.</param>
public sealed record MarketRules(Exact? QuantityStep, Exact? QuantityMin, Exact? NotionalMin, ProductStatus? Status, Pair? Pair)
{
    /// <summary>The rules of a market whose venue's listing is not available.</summary>
    public static MarketRules Unknown { get; } = new(null, null, null, null, null);

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
}
