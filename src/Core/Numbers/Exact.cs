using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace OrderBookSilo.Core.Numbers;

/// <summary>
/// An exact decimal number, mantissa × 10^-scale, without trailing zeros. <see cref="decimal"/> is too narrow for the
/// quantities that a million dollars buys of the cheapest coins at 18 decimals. Overflow throws; nothing is rounded implicitly.
/// </summary>
public readonly partial struct Exact : IEquatable<Exact>, IComparable<Exact>
{
    /// <summary>The decimals to which quotients are rounded.</summary>
    public const int QuotientScale = 18;

    public const int ScaleMax = 36;

    /// <summary>
    /// Every integer up to this one, and every power of ten up to this exponent, is a double, so their quotient is the nearest
    /// double.
    /// </summary>
    internal const long DoubleIntegerMax = 1L << 53;
    private const int ExactPowerMax = 22;

    private static readonly double[] DoublePowers = [.. Enumerable.Range(0, ExactPowerMax + 1).Select(exponent => (double)BigPowersOfTen.Of(exponent))];

    private Exact(Int128 mantissa, int scale)
    {
        Mantissa = mantissa;
        Scale = scale;
    }

    public static Exact Zero => default;

    public static Exact One => new(1, 0);

    public Int128 Mantissa { get; }

    public int Scale { get; }

    public bool IsZero => Mantissa == 0;

    public bool IsPositive => Mantissa > 0;

    /// <summary>mantissa × 10^-scale without trailing zeros; throws when more than <see cref="ScaleMax"/> decimals remain.</summary>
    public static Exact FromScaled(Int128 mantissa, int scale)
    {
        // A multiple of ten is even, so odd numbers need no division.
        while (scale > 0 && Int128.IsEvenInteger(mantissa))
        {
            // Dividing a 64-bit word is much faster than dividing 128 bits.
            var (quotient, remainder) = IsWord(mantissa) ? TenthOf((long)mantissa) : Int128.DivRem(mantissa, 10);
            if (remainder != 0)
            {
                break;
            }

            mantissa = quotient;
            scale--;
        }

        return scale is >= 0 and <= ScaleMax ? new Exact(mantissa, scale) : throw new OverflowException("too many decimals");
    }

    /// <summary>The mantissa at another scale; throws when that would lose digits or overflow.</summary>
    public Int128 AtScale(int scale) =>
        scale == Scale ? Mantissa
            : scale > Scale ? checked(Mantissa * BigPowersOfTen.Int128Of(scale - Scale))
            : throw new OverflowException($"{this} has more than {scale} decimals");

    public static Exact operator +(Exact left, Exact right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return FromScaled(checked(left.AtScale(scale) + right.AtScale(scale)), scale);
    }

    public static Exact operator -(Exact left, Exact right) => left + new Exact(-right.Mantissa, right.Scale);

    public static Exact operator *(Exact left, Exact right) =>
        FromScaled(checked(left.Mantissa * right.Mantissa), left.Scale + right.Scale);

    public static implicit operator Exact(int value) => FromScaled(value, 0);

    public static implicit operator Exact(long value) => FromScaled(value, 0);

    public static implicit operator Exact(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = unchecked(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
        var mantissa = (Int128)magnitude;
        return FromScaled(value < 0 ? -mantissa : mantissa, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>The nearest double: for ratios and charts, never for money.</summary>
    public double ToDouble() =>
        Scale <= ExactPowerMax && Mantissa <= DoubleIntegerMax && Mantissa >= -DoubleIntegerMax
            ? (double)(long)Mantissa / DoublePowers[Scale]
            : new Ratio(Mantissa, BigPowersOfTen.Of(Scale)).ToDouble();

    public override string ToString() => Write(Mantissa, Scale);

    public bool Equals(Exact other) => Mantissa == other.Mantissa && Scale == other.Scale;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Exact other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Mantissa, Scale);

    public int CompareTo(Exact other)
    {
        if (Scale == other.Scale)
        {
            return Mantissa.CompareTo(other.Mantissa);
        }

        return Scale < other.Scale ? Compare(this, other) : -Compare(other, this);
    }

    public static bool operator ==(Exact left, Exact right) => left.Equals(right);

    public static bool operator !=(Exact left, Exact right) => !left.Equals(right);

    public static bool operator <(Exact left, Exact right) => left.CompareTo(right) < 0;

    public static bool operator >(Exact left, Exact right) => left.CompareTo(right) > 0;

    public static bool operator <=(Exact left, Exact right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Exact left, Exact right) => left.CompareTo(right) >= 0;

    // The right operand has more decimals.
    private static int Compare(Exact left, Exact right)
    {
        var exponent = right.Scale - left.Scale;
        return FitsProduct(left.Mantissa, BigPowersOfTen.Int128Of(exponent))
            ? (left.Mantissa * BigPowersOfTen.Int128Of(exponent)).CompareTo(right.Mantissa)
            : (left.Mantissa * BigPowersOfTen.Of(exponent)).CompareTo(right.Mantissa);
    }

    private static bool IsWord(Int128 mantissa) => mantissa <= long.MaxValue && mantissa >= long.MinValue;

    private static (Int128 Quotient, Int128 Remainder) TenthOf(long mantissa)
    {
        var (quotient, remainder) = Math.DivRem(mantissa, 10);
        return (quotient, remainder);
    }
}
