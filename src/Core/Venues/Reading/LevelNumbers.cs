using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses the two numbers of levels whose ends are known, with up to 8 digits on either side of the point, or, of a fine column,
/// up to 2 before it and 16 behind it; without branches on what differs between levels.
/// </summary>
internal unsafe ref struct LevelNumbers(bool isFirstFine, bool isSecondFine)
{
    /// <summary>Decimals of the numbers of a column.</summary>
    public const int Decimals = 8;

    /// <summary>Decimals of the numbers of a fine column.</summary>
    public const int FineDecimals = 16;

    /// <summary>Bytes that must be readable behind a number.</summary>
    public const int BytesNeeded = 3 * sizeof(ulong);

    private const int FineWholesMax = 2;
    private const long FineUnit = 10_000_000_000_000_000;

    /// <summary>All digits read so far, a word of the first and a word of the last ones of each number.</summary>
    private Vector256<ulong> seen;

    /// <summary>Decimals that the first numbers read so far need; trailing zeros do not count.</summary>
    public readonly int FirstDecimals => isFirstFine ? FineDecimalsOf(seen[0], seen[1]) : DecimalsOf(seen[1]);

    public readonly int SecondDecimals => isSecondFine ? FineDecimalsOf(seen[2], seen[3]) : DecimalsOf(seen[3]);

    /// <summary>
    /// Parses two numbers of these lengths; their points are given as bits, the first byte of a number lowest. False when one of
    /// them has another spelling or more digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(
        byte* first, int firstLength, ulong firstPoints, byte* second, int secondLength, ulong secondPoints, out long firstValue, out long secondValue)
    {
        unchecked
        {
            (firstValue, secondValue) = (0, 0);
            var firstStops = (firstPoints | (1UL << firstLength)) & ((2UL << firstLength) - 1);
            var secondStops = (secondPoints | (1UL << secondLength)) & ((2UL << secondLength) - 1);
            var firstPoint = BitOperations.TrailingZeroCount(firstStops);
            var secondPoint = BitOperations.TrailingZeroCount(secondStops);
            var firstFraction = firstLength - firstPoint;
            var secondFraction = secondLength - secondPoint;

            // One point at most, digits on both sides of it, and no more of them than there is room for.
            if (BitOperations.PopCount(firstStops) > 2 || BitOperations.PopCount(secondStops) > 2
                || (uint)(firstPoint - 1) >= (isFirstFine ? FineWholesMax : Decimals)
                || (uint)(secondPoint - 1) >= (isSecondFine ? FineWholesMax : Decimals)
                || firstFraction == 1 || firstFraction > (isFirstFine ? FineDecimals + 1 : Decimals + 1)
                || secondFraction == 1 || secondFraction > (isSecondFine ? FineDecimals + 1 : Decimals + 1))
            {
                return false;
            }

            var words = Vector256.Create(
                isFirstFine ? Fraction(first + firstPoint, firstFraction) : Whole(first, firstPoint),
                isFirstFine ? FineFraction(first + firstPoint, firstFraction) : Fraction(first + firstPoint, firstFraction),
                isSecondFine ? Fraction(second + secondPoint, secondFraction) : Whole(second, secondPoint),
                isSecondFine ? FineFraction(second + secondPoint, secondFraction) : Fraction(second + secondPoint, secondFraction));
            seen |= words;
            (firstValue, secondValue) = EightDigits.ToNumbers(words);
            firstValue += isFirstFine ? FineWhole(first, firstPoint) : 0;
            secondValue += isSecondFine ? FineWhole(second, secondPoint) : 0;
            return true;
        }
    }

    /// <summary>The digits before a point, right-aligned in a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Whole(byte* start, int length) => *(ulong*)start << unchecked(-8 * length);

    /// <summary>The first 8 digits after a point, left-aligned in a word, given the number of characters including the point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fraction(byte* point, int length) => *(ulong*)unchecked(point + 1) & MaskOf(Math.Min(length, Decimals + 1));

    /// <summary>The 8 digits after those.</summary>
    private static ulong FineFraction(byte* point, int length) =>
        *(ulong*)unchecked(point + 1 + Decimals) & MaskOf(Math.Max(length - Decimals, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MaskOf(int length)
    {
        ReadOnlySpan<ulong> masks =
            [0, 0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF, ulong.MaxValue];
        return Unsafe.Add(ref MemoryMarshal.GetReference(masks), length);
    }

    private static long FineWhole(byte* start, int length) =>
        unchecked((length == 1 ? start[0] - '0' : (start[0] - '0') * 10 + start[1] - '0') * FineUnit);

    /// <summary>The number of decimals up to the last non-zero digit of any of the fractions.</summary>
    private static int DecimalsOf(ulong fractions) => Decimals - BitOperations.LeadingZeroCount(fractions & EightDigits.DigitBits) / 8;

    private static int FineDecimalsOf(ulong first, ulong last) =>
        (last & EightDigits.DigitBits) != 0 ? Decimals + DecimalsOf(last) : DecimalsOf(first);
}
