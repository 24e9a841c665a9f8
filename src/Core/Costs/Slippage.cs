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

    /// <summary>2 × (price − mid), its sign turned for a sell, rounded once.</summary>
    public static Exact? EffectiveSpread(Side side, Ratio? price, Exact? mid)
    {
        if (price is not { } average || mid is not { } middle)
        {
            return null;
        }

        var scale = PowerOfTen.Of(middle.Scale);
        var above = average.Numerator * scale - middle.Mantissa * average.Denominator;
        return new Ratio(2 * (side == Side.Buy ? above : -above), average.Denominator * scale).Round(Exact.QuotientScale, MidpointRounding.ToEven);
    }

    /// <summary>What the amount is more, or of a sell less, than it would have been at the best price, rounded once.</summary>
    public static Exact? Cost(Side side, Exact amount, Ratio? price, Exact? bestPrice)
    {
        if (price is not { } average || bestPrice is not { } best)
        {
            return null;
        }

        var atPrice = average.Numerator * PowerOfTen.Of(best.Scale);
        var worse = atPrice - best.Mantissa * average.Denominator;
        return new Ratio(amount.Mantissa * (side == Side.Buy ? worse : -worse), PowerOfTen.Of(amount.Scale) * atPrice)
            .Round(Exact.QuotientScale, MidpointRounding.ToEven);
    }
}
