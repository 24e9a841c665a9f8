using System.Globalization;
using System.Numerics;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Costs;

/// <summary>Exact rational arithmetic for oracles; it shares nothing with the product's numbers except their text.</summary>
internal readonly record struct Rational(BigInteger Numerator, BigInteger Denominator) : IComparable<Rational>
{
    public static readonly Rational Zero = new(0, 1);

    public static Rational Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return new Rational(
            BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
    }

    public static Rational Of(Exact value) => Parse(value.ToString());

    public static Rational operator +(Rational a, Rational b) =>
        new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + new Rational(-b.Numerator, b.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) =>
        b.Numerator.Sign > 0
            ? new(a.Numerator * b.Denominator, a.Denominator * b.Numerator)
            : throw new DivideByZeroException();

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Is(Exact? value) => value is { } exact && CompareTo(Of(exact)) == 0;

    /// <summary>Rounded down to 18 decimals, for a value that is not negative.</summary>
    public Rational Down() => new(Numerator * BigInteger.Pow(10, 18) / Denominator, BigInteger.Pow(10, 18));

    /// <summary>This × 10^scale as an integer.</summary>
    public BigInteger Rounded(int scale, MidpointRounding rounding)
    {
        var numerator = Numerator * BigInteger.Pow(10, scale);
        var rest = ((numerator % Denominator) + Denominator) % Denominator;
        var floor = (numerator - rest) / Denominator;
        return floor + rounding switch
        {
            MidpointRounding.ToZero => rest > 0 && numerator.Sign < 0 ? 1 : 0,
            MidpointRounding.ToPositiveInfinity => rest > 0 ? 1 : 0,
            _ => 2 * rest > Denominator || (2 * rest == Denominator && !floor.IsEven) ? 1 : 0,
        };
    }

    /// <summary>Rounded half-even to 18 decimals, for a value that is not negative.</summary>
    public Rational HalfEven()
    {
        var doubled = Numerator * BigInteger.Pow(10, 18) * 2;
        var floor = doubled / Denominator / 2;
        var twiceRest = doubled - floor * 2 * Denominator;
        var isUp = twiceRest > Denominator || (twiceRest == Denominator && !floor.IsEven);
        return new Rational(isUp ? floor + 1 : floor, BigInteger.Pow(10, 18));
    }

    /// <summary>The nearest double, computed from fifty significant digits by the base library's parser.</summary>
    public double ToDouble()
    {
        if (Numerator.IsZero)
        {
            return 0;
        }

        var digits = 50 - (int)Math.Round(BigInteger.Log10(BigInteger.Abs(Numerator)) - BigInteger.Log10(Denominator));
        var scaled = Numerator * BigInteger.Pow(10, Math.Max(digits, 0)) / (Denominator * BigInteger.Pow(10, Math.Max(-digits, 0)));
        return double.Parse($"{scaled}e{-digits}", CultureInfo.InvariantCulture);
    }
}
