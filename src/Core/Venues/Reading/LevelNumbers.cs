using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>Parses the two numbers of levels whose ends are known, without branches on what differs between levels.</summary>
internal unsafe interface ILevelNumbers
{
    /// <summary>
    /// Parses two numbers of these lengths; their points are given as bits, the first byte of a number lowest. False when one of
    /// them has another spelling or too many digits.
    /// </summary>
    bool TryRead(
        byte* first, int firstLength, ulong firstPoints, byte* second, int secondLength, ulong secondPoints, out long firstValue, out long secondValue);
}

/// <summary>Numbers with up to 8 digits on either side of the point.</summary>
internal unsafe struct LevelNumbers : ILevelNumbers
{
    public const int Decimals = 8;

    /// <summary>All digits read so far: before and after the first number's point, before and after the second's.</summary>
    private Vector256<ulong> seen;

    /// <summary>Decimals that the first numbers read so far need; trailing zeros do not count.</summary>
    public readonly int FirstDecimals => LevelDigits.DecimalsOf(seen[1]);

    public readonly int SecondDecimals => LevelDigits.DecimalsOf(seen[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(
        byte* first, int firstLength, ulong firstPoints, byte* second, int secondLength, ulong secondPoints, out long firstValue, out long secondValue)
    {
        unchecked
        {
            var firstStops = LevelDigits.Stops(firstPoints, firstLength);
            var secondStops = LevelDigits.Stops(secondPoints, secondLength);
            var firstPoint = BitOperations.TrailingZeroCount(firstStops);
            var secondPoint = BitOperations.TrailingZeroCount(secondStops);
            var firstFraction = firstLength - firstPoint;
            var secondFraction = secondLength - secondPoint;

            // One point at most, digits on both sides of it, and no more of them than there is room for.
            if (!LevelDigits.HaveOnePointAtMost(firstStops, secondStops)
                || (uint)(firstPoint - 1) >= Decimals || (uint)(secondPoint - 1) >= Decimals
                || firstFraction == 1 || firstFraction > Decimals + 1
                || secondFraction == 1 || secondFraction > Decimals + 1)
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
    /// <summary>The bits of a number's points and of its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Stops(ulong points, int length) => unchecked((points | (1UL << length)) & ((2UL << length) - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HaveOnePointAtMost(ulong firstStops, ulong secondStops)
    {
        unchecked
        {
            var firstRest = firstStops & (firstStops - 1);
            var secondRest = secondStops & (secondStops - 1);
            return ((firstRest & (firstRest - 1)) | (secondRest & (secondRest - 1))) == 0;
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
}
