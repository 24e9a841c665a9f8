using System.Numerics;

namespace OrderBookSilo.Core.Numbers;

/// <summary>An exact quotient of two integers with a positive denominator, so that a computation rounds only once, at the end.</summary>
public readonly partial record struct Ratio(BigInteger Numerator, BigInteger Denominator)
{
    private const int QuotientBits = 63;

    /// <summary>numerator ÷ denominator; the denominator is positive.</summary>
    public static Ratio Of(Exact numerator, Exact denominator)
    {
        var exponent = denominator.Scale - numerator.Scale;
        return exponent >= 0
            ? new Ratio(BigPowersOfTen.Times(numerator.Mantissa, exponent), denominator.Mantissa)
            : new Ratio(numerator.Mantissa, BigPowersOfTen.Times(denominator.Mantissa, -exponent));
    }

    public static Ratio operator +(Ratio left, Exact right) =>
        new(BigPowersOfTen.Times(left.Numerator, right.Scale) + right.Mantissa * left.Denominator, BigPowersOfTen.Times(left.Denominator, right.Scale));

    public static Ratio operator *(Ratio left, Exact right) =>
        new(left.Numerator * right.Mantissa, BigPowersOfTen.Times(left.Denominator, right.Scale));

    /// <summary>left ÷ right; the divisor is positive.</summary>
    public static Ratio operator /(Ratio left, Exact right) =>
        new(BigPowersOfTen.Times(left.Numerator, right.Scale), left.Denominator * right.Mantissa);

    /// <summary>Rounded once to this number of decimals.</summary>
    public Exact Round(int scale, MidpointRounding rounding) =>
        Exact.FromRatio(BigPowersOfTen.Times(Numerator, scale), Denominator, scale, rounding);

    /// <summary>The nearest double, ties to even, rounded once.</summary>
    public double ToDouble()
    {
        if (Numerator.IsZero)
        {
            return 0;
        }

        if (Denominator <= Exact.DoubleIntegerMax && BigInteger.Abs(Numerator) <= Exact.DoubleIntegerMax)
        {
            return (double)(long)Numerator / (long)Denominator;
        }

        // A quotient of 63 or 64 bits, whose last bit stands for all following bits, rounds like the ratio itself.
        var magnitude = BigInteger.Abs(Numerator);
        var shift = (int)(Denominator.GetBitLength() - magnitude.GetBitLength()) + QuotientBits;
        var quotient = (ulong)BigInteger.DivRem(
            magnitude << Math.Max(shift, 0), Denominator << Math.Max(-shift, 0), out var remainder);
        var nearest = Math.ScaleB((double)(remainder.IsZero ? quotient : quotient | 1), -shift);
        return Numerator.Sign < 0 ? -nearest : nearest;
    }
}
