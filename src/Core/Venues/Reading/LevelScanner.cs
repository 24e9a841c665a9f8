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
    private const int BytesNeeded = 2 * CharBlock.Length + 2 * LevelGap.BytesNeeded + LevelNumbers.BytesNeeded;

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
        if (columns.Count >= OrderBook.LevelsMax || !TryFindScale(first, out var isFirstFine) || !TryFindScale(second, out var isSecondFine))
        {
            return 0;
        }

        var firstFree = first.FreeSpace();
        var secondFree = second.FreeSpace();
        var free = Math.Min(Math.Min(firstFree.Length, secondFree.Length), OrderBook.LevelsMax - columns.Count);
        var numbers = new LevelNumbers(isFirstFine, isSecondFine);
        int count;
        int consumed;
        fixed (byte* start = text)
        fixed (long* firsts = firstFree)
        fixed (long* seconds = secondFree)
        {
            var at = start;
            count = ScanBlocks(ref at, start + text.Length - BytesNeeded, pattern, ref numbers, firsts, seconds, free);
            consumed = (int)(at - start);
        }

        first.Commit(count, numbers.FirstDecimals);
        second.Commit(count, numbers.SecondDecimals);
        return consumed;
    }

    private static int ScanBlocks(ref byte* position, byte* end, in LevelPattern pattern, ref LevelNumbers numbers, long* firsts, long* seconds, int free)
    {
        unchecked
        {
            var at = position;
            var count = 0;
            while (at < end && count < free)
            {
                // A block mostly contains several levels; reading them from one load halves the waiting for the next load.
                var block = CharBlock.Load(at);
                var (nonDigits, points) = (block.NonDigits, block.Points);
                var left = CharBlock.Length;
                while (count < free)
                {
                    var ends = nonDigits & ~points;
                    var firstLength = BitOperations.TrailingZeroCount(ends);
                    var between = ends == 0 ? 0 : pattern.Between.LengthAt(at + firstLength, nonDigits >> firstLength);
                    var secondAt = firstLength + between;
                    var secondEnds = secondAt < CharBlock.Length ? ends >> secondAt : 0;
                    if (secondEnds == 0 && left < CharBlock.Length && (ends == 0 || between > 0))
                    {
                        break;
                    }

                    var secondLength = BitOperations.TrailingZeroCount(secondEnds);
                    var secondEnd = secondAt + secondLength;
                    var behind = secondEnds == 0 ? 0 : pattern.Behind.LengthAt(at + secondEnd, nonDigits >> secondEnd);
                    if (between == 0
                        || behind == 0
                        || (pattern.IsFirstBare && at[0] == '0' && (nonDigits & 2) == 0)
                        || (pattern.IsSecondBare && at[secondAt] == '0' && ((nonDigits >> secondAt) & 2) == 0)
                        || !numbers.TryRead(at, firstLength, points, at + secondAt, secondLength, points >> secondAt, out firsts[count], out seconds[count]))
                    {
                        position = at;
                        return count;
                    }

                    count++;
                    var length = secondEnd + behind;
                    at += length;
                    left -= length;
                    if (left <= 0 || at >= end)
                    {
                        break;
                    }

                    nonDigits >>= length;
                    points >>= length;
                }
            }

            position = at;
            return count;
        }
    }

    /// <summary>Whether a column can take numbers of the decimals that are read here: 8, or 16 once one needed more than 8.</summary>
    private static bool TryFindScale(DecimalColumn column, out bool isFine)
    {
        isFine = column.DecimalsUsed > LevelNumbers.Decimals;
        var scale = isFine ? LevelNumbers.FineDecimals : LevelNumbers.Decimals;
        return column.TryWiden(scale) && column.Scale == scale;
    }
}
