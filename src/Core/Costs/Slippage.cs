using System.Numerics;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// How much worse an unrounded price is than a reference; every figure is exact until it is rounded once. docs/metrics.md 1:
/// slippage.
/// </summary>
internal readonly struct Slippage
{
    private readonly BigInteger atPrice;
    private readonly BigInteger atReference;
    private readonly BigInteger worse;

    /// <summary>The value of one quote unit in these integers.</summary>
    private readonly BigInteger unit;

    private Slippage(Side side, Ratio price, Exact reference)
    {
        (atPrice, unit) = (BigPowersOfTen.Times(price.Numerator, reference.Scale), BigPowersOfTen.Times(price.Denominator, reference.Scale));
        atReference = price.Denominator * reference.Mantissa;
        worse = side == Side.Buy ? atPrice - atReference : atReference - atPrice;
    }

    /// <summary>10^4 × (price ÷ reference − 1), with the opposite sign for a sell.</summary>
    public double Bps => new Ratio(worse * 10_000, atReference).ToDouble();

    /// <summary>2 × (price − reference), with the opposite sign for a sell; relative to mid, docs/metrics.md 1: effective spread.</summary>
    public Exact Spread => new Ratio(2 * worse, unit).Round(Exact.QuotientScale, MidpointRounding.ToEven);

    /// <summary>Null without a price or a reference.</summary>
    public static Slippage? Of(Side side, Ratio? price, Exact? reference) =>
        price is { } unrounded && reference is { } known ? new Slippage(side, unrounded, known) : null;

    /// <summary>How much more a buy, or less a sell, of this amount costs than it would at the reference.</summary>
    public Exact CostOf(Exact amount) =>
        new Ratio(amount.Mantissa * worse, BigPowersOfTen.Times(atPrice, amount.Scale)).Round(Exact.QuotientScale, MidpointRounding.ToEven);

    /// <summary>The slippage of a single level's price in bps.</summary>
    public static double? BpsOf(Side side, Exact? price, Exact? reference)
    {
        if (price is not { } level || reference is not { } known)
        {
            return null;
        }

        var worse = side == Side.Buy ? level - known : known - level;
        return (Ratio.Of(worse, known) * 10_000).ToDouble();
    }
}
