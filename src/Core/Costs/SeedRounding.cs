using System.Globalization;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// Python's <c>round(x, 2)</c>: the exact binary value rounded to cents, ties to even, then the nearest double.
/// <see cref="Math.Round(double, int)"/> scales in binary first and is sometimes off by a cent.
/// </summary>
internal static class SeedRounding
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;
    private const int ExponentMask = 0x7FF;

    /// <summary>The largest integer up to which every integer is a double.</summary>
    private const ulong ExactIntegerMax = 1UL << 53;

    /// <summary>A positive amount rounded: in cents, and as the double that Python continues with.</summary>
    public static (UInt128 Cents, double Value) ToCents(double amount)
    {
        var bits = BitConverter.DoubleToUInt64Bits(amount);
        var exponent = (int)(bits >> MantissaBits) & ExponentMask;
        var fractionBits = ExponentBias - Math.Max(exponent, 1);
        if (fractionBits <= 0)
        {
            return ((UInt128)amount * 100, amount);
        }

        var implicitBit = exponent == 0 ? 0 : 1UL << MantissaBits;
        var cents = ShiftHalfEven(((bits & ((1UL << MantissaBits) - 1)) | implicitBit) * 100, fractionBits);
        var value = cents <= ExactIntegerMax
            ? cents / 100.0
            : double.Parse(string.Create(CultureInfo.InvariantCulture, $"{cents / 100}.{cents % 100:00}"), CultureInfo.InvariantCulture);
        return (cents, value);
    }

    private static ulong ShiftHalfEven(ulong value, int bits)
    {
        if (bits >= 64)
        {
            // The value is less than 2^60, so less than half of the unit.
            return 0;
        }

        var quotient = value >> bits;
        var remainder = value - (quotient << bits);
        var half = 1UL << (bits - 1);
        return remainder > half || (remainder == half && (quotient & 1) == 1) ? quotient + 1 : quotient;
    }
}
