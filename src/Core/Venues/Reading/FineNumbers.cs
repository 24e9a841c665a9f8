using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>A first number with up to 2 digits before the point and 16 behind it, and a second one with up to 8 on either side.</summary>
internal unsafe struct FineNumbers : ILevelNumbers
{
    /// <summary>Decimals of the first numbers.</summary>
    public const int Decimals = 16;

    /// <summary>Bytes that must be readable behind a number.</summary>
    public const int BytesNeeded = 3 * sizeof(ulong);

    private const long Unit = 10_000_000_000_000_000;

    // The lengths that the parts of a number may have, as bits; that of a fraction includes the point.
    private const ulong FineWholes = 0b110;
    private const ulong FineFractions = 0b11_1111_1111_1111_1101;
    private const ulong Wholes = 0b1_1111_1110;
    private const ulong Fractions = 0b11_1111_1101;

    /// <summary>All digits read so far: the first 8 behind the first number's point and the 8 after those, and those of the second.</summary>
    private Vector256<ulong> seen;

    public readonly int FirstScale => Decimals;

    public readonly int FirstDecimals => (seen[1] & EightDigits.DigitBits) != 0
        ? LevelNumbers.Decimals + LevelDigits.DecimalsOf(seen[1])
        : LevelDigits.DecimalsOf(seen[0]);

    public readonly int SecondDecimals => LevelDigits.DecimalsOf(seen[3]);

    public void Count(int firstDecimals, int secondDecimals) => seen |= Vector256.Create(
        LevelDigits.DigitAt(Math.Min(firstDecimals, LevelNumbers.Decimals)),
        LevelDigits.DigitAt(firstDecimals - LevelNumbers.Decimals),
        0,
        LevelDigits.DigitAt(secondDecimals));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(
        byte* first, int firstLength, ulong firstStops, byte* second, int secondLength, ulong secondStops, out long firstValue, out long secondValue)
    {
        unchecked
        {
            var firstPoint = BitOperations.TrailingZeroCount(firstStops);
            var secondPoint = BitOperations.TrailingZeroCount(secondStops);
            var firstFraction = firstLength - firstPoint;
            var secondFraction = secondLength - secondPoint;
            if (LevelDigits.HaveTwoPoints(firstStops, firstLength, secondStops, secondLength)
                || (((FineWholes >> firstPoint) & (FineFractions >> firstFraction) & (Wholes >> secondPoint) & (Fractions >> secondFraction)) & 1) == 0)
            {
                (firstValue, secondValue) = (0, 0);
                return false;
            }

            var words = Vector256.Create(
                LevelDigits.Fraction(first + firstPoint, Math.Min(firstFraction, LevelNumbers.Decimals + 1)),
                LevelDigits.Fraction(first + firstPoint + LevelNumbers.Decimals, Math.Max(firstFraction - LevelNumbers.Decimals, 0)),
                LevelDigits.Whole(second, secondPoint),
                LevelDigits.Fraction(second + secondPoint, secondFraction));
            seen |= words;
            (firstValue, secondValue) = EightDigits.ToNumbers(words);
            var last = first[firstPoint - 1] - '0';
            firstValue += (firstPoint == 1 ? last : (first[0] - '0') * 10 + last) * Unit;
            return true;
        }
    }
}
