using System.Numerics;

namespace OrderBookSilo.Core.Numbers;

/// <summary>
/// Quotients and products of exact numbers, rounded once: in 128 bits where they certainly fit, otherwise through
/// <see cref="Ratio"/>.
/// </summary>
public readonly partial struct Exact
{
    private const int Int128Bits = 128;

    /// <summary>numerator ÷ denominator × 10^-scale, rounded once as requested; the denominator is positive.</summary>
    public static Exact FromRatio(BigInteger numerator, BigInteger denominator, int scale, MidpointRounding rounding)
    {
        var (quotient, remainder) = BigInteger.DivRem(numerator, denominator);
        var step = remainder.IsZero
            ? 0
            : Step(rounding, numerator.Sign, (BigInteger.Abs(remainder) * 2).CompareTo(denominator), quotient.IsEven);
        return FromScaled((Int128)quotient + step, scale);
    }

    /// <summary>
    /// left ÷ right, rounded once: half-even for prices, toward zero for quantities. Throws
    /// <see cref="DivideByZeroException"/>.
    /// </summary>
    public static Exact Divide(Exact left, Exact right, MidpointRounding rounding, int scale = QuotientScale)
    {
        var exponent = scale + right.Scale - left.Scale;
        return right.IsPositive && exponent is >= 0 and <= ScaleMax && FitsProduct(left.Mantissa, BigPowersOfTen.Int128Of(exponent))
            ? Quotient(left.Mantissa * BigPowersOfTen.Int128Of(exponent), right.Mantissa, scale, rounding)
            : ((Ratio)left / (Ratio)right).Round(scale, rounding);
    }

    /// <summary>left × right + more, rounded once to 18 decimals.</summary>
    public static Exact MultiplyAdd(Exact left, Exact right, Exact more, MidpointRounding rounding)
    {
        var scale = left.Scale + right.Scale;
        return scale >= more.Scale && scale <= ScaleMax && FitsProduct(left.Mantissa, right.Mantissa)
            && FitsProduct(more.Mantissa, BigPowersOfTen.Int128Of(scale - more.Scale))
            ? Round(left.Mantissa * right.Mantissa + more.AtScale(scale), scale, rounding)
            : ((Ratio)left * right + more).Round(QuotientScale, rounding);
    }

    /// <summary>Whether a product, and the sum of two such products, certainly fits.</summary>
    internal static bool FitsProduct(Int128 left, Int128 right) => BitsOf(left) + BitsOf(right) < Int128Bits - 2;

    private static Exact Round(Int128 mantissa, int scale, MidpointRounding rounding) => scale <= QuotientScale
        ? FromScaled(mantissa, scale)
        : Quotient(mantissa, BigPowersOfTen.Int128Of(scale - QuotientScale), QuotientScale, rounding);

    // The denominator is positive.
    private static Exact Quotient(Int128 numerator, Int128 denominator, int scale, MidpointRounding rounding)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        if (remainder == 0)
        {
            return FromScaled(quotient, scale);
        }

        var rest = Int128.Abs(remainder);
        var step = Step(rounding, Int128.Sign(numerator), rest.CompareTo(denominator - rest), Int128.IsEvenInteger(quotient));
        return FromScaled(quotient + step, scale);
    }

    /// <summary>What rounding adds to a quotient that was truncated toward zero with a remainder.</summary>
    /// <param name="rest">The remainder compared with one half: less than 0, 0 or more.</param>
    private static int Step(MidpointRounding rounding, int sign, int rest, bool isEven) => rounding switch
    {
        MidpointRounding.ToZero => 0,
        MidpointRounding.ToPositiveInfinity => sign > 0 ? 1 : 0,
        MidpointRounding.ToEven => rest > 0 || (rest == 0 && !isEven) ? sign : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
    };

    private static int BitsOf(Int128 value) => Int128Bits - (int)Int128.LeadingZeroCount(value < 0 ? ~value : value);
}
