using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses the two numbers of levels whose ends are known, without branches on what differs between levels.</summary>
internal unsafe interface ILevelNumbers
{
    /// <summary>
    /// Parses two numbers of these lengths; characters that are no digits, of which the first is the point or the end of the
    /// number, are given as bits, the first byte of a number lowest. False when one of them has another spelling or too many digits.
    /// </summary>
    bool TryRead(
        byte* first, int firstLength, ulong firstStops, byte* second, int secondLength, ulong secondStops, out long firstValue, out long secondValue);

    /// <summary>Decimals of the first numbers as integers; those of the second ones are <see cref="LevelNumbers.Decimals"/>.</summary>
    int FirstScale { get; }

    /// <summary>Decimals that the first numbers read so far need; trailing zeros do not count.</summary>
    int FirstDecimals { get; }

    int SecondDecimals { get; }

    /// <summary>Counts two numbers that were read by other means and need these decimals.</summary>
    void Count(int firstDecimals, int secondDecimals);
}

/// <summary>Numbers with up to 8 digits on either side of the point.</summary>
internal unsafe struct LevelNumbers : ILevelNumbers
{
    public const int Decimals = 8;

    // The lengths that the parts of a number may have, as bits; that of a fraction includes the point.
    private const ulong Wholes = 0b1_1111_1110;
    private const ulong Fractions = 0b11_1111_1101;

    /// <summary>All digits read so far: before and after the first number's point, before and after the second's.</summary>
    private Vector256<ulong> seen;

    public readonly int FirstScale => Decimals;

    public readonly int FirstDecimals => LevelDigits.DecimalsOf(seen[1]);

    public readonly int SecondDecimals => LevelDigits.DecimalsOf(seen[3]);

    public void Count(int firstDecimals, int secondDecimals) =>
        seen |= Vector256.Create(0, LevelDigits.DigitAt(firstDecimals), 0, LevelDigits.DigitAt(secondDecimals));

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

            // One point at most, digits on both sides of it, and no more of them than there is room for.
            if (LevelDigits.HaveTwoPoints(firstStops, firstLength, secondStops, secondLength)
                || (((Wholes >> firstPoint) & (Fractions >> firstFraction) & (Wholes >> secondPoint) & (Fractions >> secondFraction)) & 1) == 0)
            {
                (firstValue, secondValue) = (0, 0);
                return false;
            }

            var words = Vector256.Create(
                LevelDigits.Whole(first, firstPoint),
                LevelDigits.Fraction(first + firstPoint, firstFraction),
                LevelDigits.Whole(second, secondPoint),
                LevelDigits.Fraction(second + secondPoint, secondFraction));
            seen |= words;
            (firstValue, secondValue) = EightDigits.ToNumbers(words);
            return true;
        }
    }
}

/// <summary>Where and how the digits of a number stand.</summary>
internal static unsafe class LevelDigits
{
    /// <summary>Whether one of two numbers has more than one point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HaveTwoPoints(ulong firstStops, int firstLength, ulong secondStops, int secondLength)
    {
        unchecked
        {
            var firstPoints = firstStops & ((1UL << firstLength) - 1);
            var secondPoints = secondStops & ((1UL << secondLength) - 1);
            return ((firstPoints & (firstPoints - 1)) | (secondPoints & (secondPoints - 1))) != 0;
        }
    }

    /// <summary>The digits before a point, right-aligned in a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Whole(byte* start, int length) => *(ulong*)start << unchecked(-8 * length);

    /// <summary>The digits after a point, left-aligned in a word, given the number of characters including the point: at most 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fraction(byte* point, int length)
    {
        ReadOnlySpan<ulong> masks =
            [0, 0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF, ulong.MaxValue];
        return *(ulong*)unchecked(point + 1) & Unsafe.Add(ref MemoryMarshal.GetReference(masks), length);
    }

    /// <summary>The number of decimals up to the last non-zero digit of any of the fractions.</summary>
    public static int DecimalsOf(ulong fractions) => LevelNumbers.Decimals - BitOperations.LeadingZeroCount(fractions & EightDigits.DigitBits) / 8;

    /// <summary>A word with a digit at the last of these decimals, up to 8 of them; none for 0.</summary>
    public static ulong DigitAt(int decimals) => decimals <= 0 ? 0 : 1UL << (8 * (decimals - 1));
}
