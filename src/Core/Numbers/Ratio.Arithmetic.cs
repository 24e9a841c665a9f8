using System.Numerics;

namespace OrderBookSilo.Core.Numbers;

/// <summary>Exact arithmetic of quotients. Results are not reduced automatically, because a computation takes only a few steps.</summary>
public readonly partial record struct Ratio : IComparable<Ratio>
{
    public static Ratio Zero { get; } = new(BigInteger.Zero, BigInteger.One);

    public static Ratio One { get; } = new(BigInteger.One, BigInteger.One);

    public bool IsZero => Numerator.IsZero;

    public bool IsPositive => Numerator.Sign > 0;

    private bool IsOne => Numerator.IsOne && Denominator.IsOne;

    public bool IsWhole => (Numerator % Denominator).IsZero;

    public static implicit operator Ratio(BigInteger value) => new(value, BigInteger.One);

    public static implicit operator Ratio(Exact value) => new(value.Mantissa, BigPowersOfTen.Of(value.Scale));

    // Sums start at zero, and fees and rates are often zero, so these cases skip the arithmetic.
    public static Ratio operator +(Ratio left, Ratio right) =>
        left.IsZero ? right
        : right.IsZero ? left
        : left.Denominator == right.Denominator ? left with { Numerator = left.Numerator + right.Numerator }
        : new(left.Numerator * right.Denominator + right.Numerator * left.Denominator, left.Denominator * right.Denominator);

    public static Ratio operator -(Ratio value) => value with { Numerator = -value.Numerator };

    public static Ratio operator -(Ratio left, Ratio right) => left + -right;

    public static Ratio operator *(Ratio left, Ratio right) =>
        left.IsZero || right.IsZero ? Zero
        : left.IsOne ? right
        : right.IsOne ? left
        : new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Throws <see cref="DivideByZeroException"/> when the divisor is 0.</summary>
    public static Ratio operator /(Ratio left, Ratio right) => right.Numerator.Sign switch
    {
        > 0 when right.IsOne => left,
        > 0 => new(left.Numerator * right.Denominator, left.Denominator * right.Numerator),
        < 0 => new(-left.Numerator * right.Denominator, -left.Denominator * right.Numerator),
        _ => throw new DivideByZeroException(),
    };

    public static bool operator <(Ratio left, Ratio right) => left.CompareTo(right) < 0;

    public static bool operator >(Ratio left, Ratio right) => left.CompareTo(right) > 0;

    public static bool operator <=(Ratio left, Ratio right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Ratio left, Ratio right) => left.CompareTo(right) >= 0;

    public static Ratio Min(Ratio left, Ratio right) => left <= right ? left : right;

    public static Ratio Max(Ratio left, Ratio right) => left >= right ? left : right;

    public int CompareTo(Ratio other) => Denominator == other.Denominator
        ? Numerator.CompareTo(other.Numerator)
        : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The same in lowest terms, for values that are carried from step to step.</summary>
    public Ratio Reduced()
    {
        var common = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return new Ratio(Numerator / common, Denominator / common);
    }

    /// <summary>The number of whole positive steps it contains, rounded down.</summary>
    public BigInteger Steps(Exact step)
    {
        var steps = this / step;
        var quotient = BigInteger.DivRem(steps.Numerator, steps.Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
