using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses levels that are all spelled alike directly into columns, as far as they are; the general reader does the rest. Bit
/// masks stand for characters, and nothing is compared that cannot differ.
/// </summary>
internal static unsafe class LevelScanner
{
    /// <summary>Bytes that must be readable from the start of a level.</summary>
    private const int BytesNeeded = 2 * CharBlock.Length + 2 * LevelGap.BytesNeeded + FineNumbers.BytesNeeded;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789.eE+-"u8);

    /// <summary>
    /// Appends the levels from the one whose first number starts here; returns the number of bytes up to the first number of the
    /// next one, or 0 when there is none of that spelling.
    /// </summary>
    public static int Scan(ReadOnlySpan<byte> text, in LevelPattern pattern, LevelColumns columns)
    {
        var consumed = 0;
        while (text.Length - consumed > BytesNeeded)
        {
            var length = ScanRun(text[consumed..], pattern, columns);
            length = length > 0 ? length : ReadLevel(text[consumed..], pattern, columns);
            if (length == 0)
            {
                return consumed;
            }

            consumed += length;
        }

        return consumed + ScanEnd(text[consumed..], pattern, columns);
    }

    /// <summary>Parses one level whose numbers may have exponents or more digits; returns the same as <see cref="Scan"/>.</summary>
    private static int ReadLevel(ReadOnlySpan<byte> text, in LevelPattern pattern, LevelColumns columns)
    {
        if (columns.Count >= OrderBook.LevelsMax || !TryReadNumber(text, pattern.IsFirstBare, out var first))
        {
            return 0;
        }

        var between = pattern.Between.LengthAt(text[first.Length..]);
        if (between == 0 || !TryReadNumber(text[(first.Length + between)..], pattern.IsSecondBare, out var second))
        {
            return 0;
        }

        var end = first.Length + between + second.Length;
        var behind = pattern.Behind.LengthAt(text[end..]);
        var (price, quantity) = pattern.IsPriceFirst ? (first, second) : (second, first);
        return behind > 0 && columns.TryAdd(price, quantity) ? end + behind : 0;
    }

    // A JSON number has no leading zeros.
    private static bool TryReadNumber(ReadOnlySpan<byte> text, bool isBare, out NumberText number)
    {
        number = new NumberText { Length = text[..(DecimalText.LengthMax + 1)].IndexOfAnyExcept(NumberCharacters) };
        return number.Length > 0
            && text[0] != '-'
            && !(isBare && text[0] == '0' && text[1] is >= (byte)'0' and <= (byte)'9')
            && DecimalText.Read(text[..number.Length], out number.Mantissa, out number.Decimals) is null;
    }

    // The last levels of a body are copied to where there is room behind them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ScanEnd(ReadOnlySpan<byte> text, in LevelPattern pattern, LevelColumns columns)
    {
        Span<byte> room = stackalloc byte[2 * BytesNeeded + 1];
        room.Clear();
        text.CopyTo(room);
        return ScanRun(room[..(text.Length + BytesNeeded + 1)], pattern, columns);
    }

    /// <summary>Parses as many levels as fit without growing the columns.</summary>
    private static int ScanRun(ReadOnlySpan<byte> text, in LevelPattern pattern, LevelColumns columns)
    {
        var (first, second) = pattern.IsPriceFirst ? (columns.Prices, columns.Quantities) : (columns.Quantities, columns.Prices);
        if (columns.Count >= OrderBook.LevelsMax || !TryFindScale(first, out var isFirstFine) || !TryFindScale(second, out var isSecondFine) || isSecondFine)
        {
            return 0;
        }

        var firstFree = first.FreeSpace();
        var secondFree = second.FreeSpace();
        var free = Math.Min(Math.Min(firstFree.Length, secondFree.Length), OrderBook.LevelsMax - columns.Count);
        int count;
        int consumed;
        int firstDecimals;
        int secondDecimals;
        fixed (byte* start = text)
        fixed (long* firsts = firstFree)
        fixed (long* seconds = secondFree)
        {
            var at = start;
            var end = start + text.Length - BytesNeeded;
            count = isFirstFine
                ? ScanLevels<FineNumbers>(ref at, end, pattern, firsts, seconds, free, out firstDecimals, out secondDecimals)
                : ScanLevels<LevelNumbers>(ref at, end, pattern, firsts, seconds, free, out firstDecimals, out secondDecimals);
            consumed = (int)(at - start);
        }

        first.Commit(count, firstDecimals);
        second.Commit(count, secondDecimals);
        return consumed;
    }

    private static int ScanLevels<TNumbers>(
        ref byte* at, byte* textEnd, in LevelPattern pattern, long* firsts, long* seconds, int free, out int firstDecimals, out int secondDecimals)
        where TNumbers : struct, ILevelNumbers
    {
        var numbers = default(TNumbers);
        var count = pattern.Between.IsFixed && pattern.Behind.IsFixed
            ? ScanLevels(ref at, textEnd, pattern, pattern.Between.Start, pattern.Behind.Start, ref numbers, firsts, seconds, free)
            : ScanLevels(ref at, textEnd, pattern, pattern.Between, pattern.Behind, ref numbers, firsts, seconds, free);
        (firstDecimals, secondDecimals) = (numbers.FirstDecimals, numbers.SecondDecimals);
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ScanLevels<TGap, TNumbers>(
        ref byte* position, byte* textEnd, in LevelPattern pattern, TGap between, TGap behind, ref TNumbers numbers, long* firsts, long* seconds, int free)
        where TGap : struct, ILevelGap
        where TNumbers : struct, ILevelNumbers
    {
        unchecked
        {
            // A copy that need not be kept in memory.
            var read = numbers;
            var (isFirstBare, isSecondBare) = (pattern.IsFirstBare, pattern.IsSecondBare);
            var at = position;
            var count = 0;
            while (at < textEnd && count < free)
            {
                var block = CharBlock.Load(at);
                var ends = block.NonDigits & ~block.Points;
                var firstLength = BitOperations.TrailingZeroCount(ends);
                var gap = between.LengthAt(at + firstLength, block.NonDigits >> firstLength);
                var secondAt = firstLength + gap;
                var second = at + secondAt;
                var secondEnds = secondAt < CharBlock.Length ? ends >> secondAt : 0;
                var secondLength = BitOperations.TrailingZeroCount(secondEnds);
                var rest = behind.LengthAt(second + secondLength, block.NonDigits >> (secondAt + secondLength));
                if (gap > 0 && rest > 0
                    && !(isFirstBare && HasLeadingZero(at, block.NonDigits))
                    && !(isSecondBare && HasLeadingZero(second, block.NonDigits >> secondAt))
                    && read.TryRead(at, firstLength, block.NonDigits, second, secondLength, block.NonDigits >> secondAt, out firsts[count], out seconds[count]))
                {
                    at = second + secondLength + rest;
                }
                else if (!isFirstBare || !TryReadExponents(ref at, between, behind, ref read, out firsts[count], out seconds[count]))
                {
                    break;
                }

                count++;
            }

            numbers = read;
            position = at;
            return count;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadExponents<TGap, TNumbers>(ref byte* at, in TGap between, in TGap behind, ref TNumbers numbers, out long first, out long second)
        where TGap : struct, ILevelGap
        where TNumbers : struct, ILevelNumbers
    {
        unchecked
        {
            second = 0;
            int gap;
            if (!LevelExponents.TryRead(at, numbers.FirstScale, out first, out var firstDecimals, out var length)
                || (gap = between.LengthAt(at + length, 0)) == 0
                || !LevelExponents.TryRead(at + length + gap, LevelNumbers.Decimals, out second, out var secondDecimals, out var secondLength))
            {
                return false;
            }

            var end = at + length + gap + secondLength;
            var rest = behind.LengthAt(end, 0);
            if (rest == 0)
            {
                return false;
            }

            numbers.Count(firstDecimals, secondDecimals);
            at = end + rest;
            return true;
        }
    }

    // Whether a zero is followed by a digit, which is no JSON number. One comparison, because many numbers begin with a zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasLeadingZero(byte* number, ulong nonDigits) => ((*number ^ (byte)'0') | (int)((nonDigits >> 1) & 1)) == 0;

    /// <summary>Whether a column can take numbers of the decimals that are read here: 8, or 16 once one needed more than 8.</summary>
    private static bool TryFindScale(DecimalColumn column, out bool isFine)
    {
        isFine = column.DecimalsUsed > LevelNumbers.Decimals;
        var scale = isFine ? FineNumbers.Decimals : LevelNumbers.Decimals;
        return column.TryWiden(scale) && column.Scale == scale;
    }
}
