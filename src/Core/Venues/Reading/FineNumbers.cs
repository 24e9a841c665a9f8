using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Numbers of which those of a fine column have up to 2 digits before the point and 16 behind it, and the others up to 8 on either
/// side.
/// </summary>
internal unsafe struct FineNumbers(bool isFirstFine, bool isSecondFine) : ILevelNumbers
{
    /// <summary>Decimals of the numbers of a fine column.</summary>
    public const int Decimals = 16;

    /// <summary>Bytes that must be readable behind a number.</summary>
    public const int BytesNeeded = 3 * sizeof(ulong);

    private const int WholesMax = 2;
    private const long Unit = 10_000_000_000_000_000;

    /// <summary>All digits read so far, two words of each number; of a fine one those behind the point.</summary>
    private Vector256<ulong> seen;

    public readonly int FirstDecimals => isFirstFine ? FineDecimalsOf(seen[0], seen[1]) : LevelDigits.DecimalsOf(seen[1]);

    public readonly int SecondDecimals => isSecondFine ? FineDecimalsOf(seen[2], seen[3]) : LevelDigits.DecimalsOf(seen[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(
        byte* first, int firstLength, ulong firstPoints, byte* second, int secondLength, ulong secondPoints, out long firstValue, out long secondValue)
    {
        unchecked
        {
            (firstValue, secondValue) = (0, 0);
            var firstStops = LevelDigits.Stops(firstPoints, firstLength);
            var secondStops = LevelDigits.Stops(secondPoints, secondLength);
            var firstPoint = BitOperations.TrailingZeroCount(firstStops);
            var secondPoint = BitOperations.TrailingZeroCount(secondStops);
            if (!LevelDigits.HaveOnePointAtMost(firstStops, secondStops)
                || !HasRoom(firstPoint, firstLength - firstPoint, isFirstFine)
                || !HasRoom(secondPoint, secondLength - secondPoint, isSecondFine))
            {
                return false;
            }

            var (firstHigh, firstLow) = Words(first, firstPoint, firstLength - firstPoint, isFirstFine);
            var (secondHigh, secondLow) = Words(second, secondPoint, secondLength - secondPoint, isSecondFine);
            var words = Vector256.Create(firstHigh, firstLow, secondHigh, secondLow);
            seen |= words;
            (firstValue, secondValue) = EightDigits.ToNumbers(words);
            firstValue += isFirstFine ? WholeOf(first, firstPoint) : 0;
            secondValue += isSecondFine ? WholeOf(second, secondPoint) : 0;
            return true;
        }
    }

    private static bool HasRoom(int wholes, int fraction, bool isFine) =>
        wholes > 0 && wholes <= (isFine ? WholesMax : LevelNumbers.Decimals)
        && fraction != 1 && fraction <= (isFine ? Decimals : LevelNumbers.Decimals) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong High, ulong Low) Words(byte* start, int point, int fraction, bool isFine) => isFine
        ? (LevelDigits.Fraction(start + point, Math.Min(fraction, LevelNumbers.Decimals + 1)),
            LevelDigits.Fraction(start + point + LevelNumbers.Decimals, Math.Max(fraction - LevelNumbers.Decimals, 0)))
        : (LevelDigits.Whole(start, point), LevelDigits.Fraction(start + point, fraction));

    private static long WholeOf(byte* start, int length) =>
        unchecked((length == 1 ? start[0] - '0' : (start[0] - '0') * 10 + start[1] - '0') * Unit);

    private static int FineDecimalsOf(ulong high, ulong low) =>
        (low & EightDigits.DigitBits) != 0 ? LevelNumbers.Decimals + LevelDigits.DecimalsOf(low) : LevelDigits.DecimalsOf(high);
}
