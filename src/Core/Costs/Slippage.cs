using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Costs;

/// <summary>How much worse than a reference a price is: METRICS.md 1, slippage.</summary>
internal static class Slippage
{
    /// <summary>10^4 × (price ÷ reference − 1), its sign turned for a sell; exact until the one rounding to double.</summary>
    public static double? Bps(Side side, Ratio? price, Exact? reference)
    {
        if (price is not { } average || reference is not { } best)
        {
            return null;
        }

        var atReference = average.Denominator * best.Mantissa;
        var atPrice = average.Numerator * PowerOfTen.Of(best.Scale);
        var worse = side == Side.Buy ? atPrice - atReference : atReference - atPrice;
        return new Ratio(worse * 10_000, atReference).ToDouble();
    }
}
